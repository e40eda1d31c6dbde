using LogOperator.Crds.Compilation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Topics;

/// <summary>Opens connections to brokers for looking after topics.</summary>
internal interface ITopicAdmins
{
    /// <summary>Opens a connection for a store; touches no network yet.</summary>
    ITopicAdmin Open(TopicRequest request, ICredentials credentials);
}
