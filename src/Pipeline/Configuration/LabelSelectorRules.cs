using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules of a <see cref="LabelSelectorSpec"/>.</summary>
public sealed class LabelSelectorRules : AbstractValidator<LabelSelectorSpec>
{
    /// <summary>Makes the rules.</summary>
    public LabelSelectorRules()
    {
        RuleFor(s => s.MatchLabels).MaximumCount(64);
        RuleForEach(s => s.MatchLabels).ByKey().ChildRules(label =>
        {
            label.RuleFor(l => l.Key).IsLabelKey();
            label.RuleFor(l => l.Value).NotNull().IsLabelValue();
        });
        RuleFor(s => s.MatchExpressions).MaximumCount(64);
        RuleForEach(s => s.MatchExpressions).NotNull().Obeys(() => LabelRequirementRules.Instance!);
    }

    /// <summary>The shared instance.</summary>
    public static LabelSelectorRules Instance => field ??= new();
}
