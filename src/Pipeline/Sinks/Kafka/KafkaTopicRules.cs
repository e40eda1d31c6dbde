using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks.Kafka;

internal sealed class KafkaTopicRules : AbstractValidator<KafkaTopicSpec>
{
    /// <summary>Legal characters and length: org.apache.kafka.common.internals.Topic.</summary>
    public KafkaTopicRules() => RuleFor(t => t.Name).NotEmpty().MaximumLength(249)
        .MatchesWhole("^[a-zA-Z0-9._-]+$", "letters, digits, dots, underscores and dashes")
        .Must(name => name is not ("." or "..")).WithMessage("must not be \".\" or \"..\"");

    public static KafkaTopicRules Instance => field ??= new();
}
