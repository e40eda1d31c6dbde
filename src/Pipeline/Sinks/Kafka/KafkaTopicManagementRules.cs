using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks.Kafka;

internal sealed class KafkaTopicManagementRules : AbstractValidator<KafkaTopicManagementSpec>
{
    public KafkaTopicManagementRules()
    {
        RuleFor(t => t.Policy).IsInEnum();
        RuleFor(t => t.Partitions).InclusiveBetween(1, 10_000);
        RuleFor(t => t.ReplicationFactor).InclusiveBetween(1, 100);
        RuleFor(t => t.DeletionPolicy).IsInEnum();
        RuleFor(t => t.DeletionPolicy).NotEqual(TopicDeletion.Delete).When(t => t.Policy is not (TopicPolicy.Create or TopicPolicy.Manage)).WithMessage("needs policy: Create or Manage");
        RuleFor(t => t.Config).MaximumCount(64);
        RuleForEach(t => t.Config).ByKey().ChildRules(pair =>
        {
            pair.RuleFor(p => p.Key).NotEmpty().MaximumLength(128).MatchesWhole("^[a-z0-9._]+$", "a name such as retention.ms");
            pair.RuleFor(p => p.Value).NotNull().MaximumLength(1024);
        });
    }

    public static KafkaTopicManagementRules Instance => field ??= new();
}
