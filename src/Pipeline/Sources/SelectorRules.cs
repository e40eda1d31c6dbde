using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

internal sealed class SelectorRules : AbstractValidator<SelectorSpec>
{
    public SelectorRules()
    {
        RuleFor(s => s.PodSelector).SetValidator(LabelSelectorRules.Instance!);
        RuleFor(s => s.Containers).SetValidator(NameFilterRules.Instance!);
        RuleFor(s => s.Namespaces).SetValidator(NamespaceSelectorRules.Instance!);
    }

    public static SelectorRules Instance => field ??= new();
}
