using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

internal sealed class NamespaceSelectorRules : AbstractValidator<NamespaceSelectorSpec>
{
    public NamespaceSelectorRules()
    {
        RuleFor(s => s.Names).MaximumCount(256);
        RuleForEach(s => s.Names).NotEmpty().IsNamespaceName();
        RuleFor(s => s.Selector).Obeys(() => LabelSelectorRules.Instance!);
        RuleFor(s => s.Exclude).MaximumCount(256);
        RuleForEach(s => s.Exclude).NotEmpty().IsNamespaceName();
    }

    public static NamespaceSelectorRules Instance => field ??= new();
}
