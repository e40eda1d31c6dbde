using FluentValidation;

namespace LogOperator.Pipeline.Sinks.Kafka;

internal sealed class KafkaKeyRules : AbstractValidator<KafkaKeySpec>
{
    public KafkaKeyRules() => RuleFor(k => k.Template).NotEmpty().MaximumLength(256).Custom((template, context) =>
    {
        if (KafkaKeyTemplate.FindProblem(template ?? "") is { } problem)
        {
            context.AddFailure(problem);
        }
    });

    public static KafkaKeyRules Instance => field ??= new();
}
