using LogOperator.Crds.Compilation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Topics;

internal sealed class KafkaTopicAdmins : ITopicAdmins
{
    public ITopicAdmin Open(TopicRequest request, ICredentials credentials) =>
        throw new TopicException(TopicPlan.BrokersUnreachable, "this build has no topic administration");
}
