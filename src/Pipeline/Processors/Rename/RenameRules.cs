using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors.Rename;

internal sealed class RenameRules : AbstractValidator<RenameSpec>
{
    public RenameRules()
    {
        RuleFor(s => s.Attributes).NotEmpty().MaximumCount(StageLimits.Entries);
        RuleForEach(s => s.Attributes).ByKey().ChildRules(pair =>
        {
            pair.RuleFor(p => p.Key).NotEmpty().MaximumLength(StageLimits.AttributeName);
            pair.RuleFor(p => p.Value).NotEmpty().MaximumLength(StageLimits.AttributeName);
        });
        RuleFor(s => s.Attributes)
            .Must(map => map.Values.Distinct(StringComparer.Ordinal).Count() == map.Count)
            .When(s => s.Attributes is not null)
            .WithMessage("expected new names that differ from each other, found one twice");
    }

    public static RenameRules Instance => field ??= new();
}
