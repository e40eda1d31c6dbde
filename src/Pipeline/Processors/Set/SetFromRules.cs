using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Expressions;

namespace LogOperator.Pipeline.Processors.Set;

internal sealed class SetFromRules : AbstractValidator<SetFromSpec>
{
    public SetFromRules()
    {
        RuleFor(s => s.Attributes).MaximumCount(StageLimits.Entries);
        RuleForEach(s => s.Attributes).ByKey().ChildRules(pair =>
        {
            pair.RuleFor(p => p.Key).NotEmpty().MaximumLength(StageLimits.AttributeName);
            pair.RuleFor(p => p.Value).NotEmpty().IsField();
        });
        RuleFor(s => s.Body).IsField();
        RuleFor(s => s.Severity).IsField();
        RuleFor(s => s)
            .Must(s => s.Attributes is { Count: > 0 } || s.Body is not null || s.Severity is not null)
            .WithMessage("expected something to set: attributes, body or severity");
    }

    public static SetFromRules Instance => field ??= new();
}
