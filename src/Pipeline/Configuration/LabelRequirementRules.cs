using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

internal sealed class LabelRequirementRules : AbstractValidator<LabelRequirementSpec>
{
    public LabelRequirementRules()
    {
        RuleFor(r => r.Key).NotEmpty().IsLabelKey();
        RuleFor(r => r.Operator).IsInEnum();
        RuleFor(r => r.Values).MaximumCount(64);
        RuleForEach(r => r.Values).NotNull().IsLabelValue();
        RuleFor(r => r.Values)
            .Must((r, values) => TakesValues(r) == values is { Count: > 0 })
            .WithMessage(r => TakesValues(r) ? $"must not be empty for {r.Operator}" : $"must be left out for {r.Operator}");
    }

    public static LabelRequirementRules Instance => field ??= new();

    private static bool TakesValues(LabelRequirementSpec requirement) => requirement.Operator is LabelOperator.In or LabelOperator.NotIn;
}
