using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors.Set;

internal sealed class SetRules : AbstractValidator<SetSpec>
{
    public SetRules()
    {
        RuleFor(s => s.Attributes).MaximumCount(StageLimits.Entries);
        RuleForEach(s => s.Attributes).ByKey().ChildRules(pair =>
        {
            pair.RuleFor(p => p.Key).NotEmpty().MaximumLength(StageLimits.AttributeName);
            pair.RuleFor(p => p.Value).NotNull().MaximumLength(StageLimits.Constant);
        });
        RuleFor(s => s.Body).MaximumLength(StageLimits.Constant);
        RuleFor(s => s.Severity).MaximumLength(5).Matches("^(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)$").WithMessage("expected TRACE, DEBUG, INFO, WARN, ERROR or FATAL, found \"{PropertyValue}\"");
        RuleFor(s => s.From).Obeys(() => SetFromRules.Instance!);
        RuleFor(s => s)
            .Must(s => s.Attributes is { Count: > 0 } || s.Body is not null || s.Severity is not null || s.From is not null)
            .WithMessage("expected something to set: attributes, body, severity or from");
    }

    public static SetRules Instance => field ??= new();
}
