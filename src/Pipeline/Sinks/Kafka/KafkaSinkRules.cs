using FluentValidation;

namespace LogOperator.Pipeline.Sinks.Kafka;

internal sealed class KafkaSinkRules : AbstractValidator<KafkaSinkSpec>
{
    public static KafkaSinkRules Instance => field ??= new();
}
