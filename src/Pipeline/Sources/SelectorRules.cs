using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

internal sealed class SelectorRules : AbstractValidator<SelectorSpec>
{
    public SelectorRules()
    {
        RuleFor(s => s.PodSelector).Obeys(() => LabelSelectorRules.Instance!);
        RuleFor(s => s.Containers).Obeys(() => NameFilterRules.Instance!);
        RuleFor(s => s.Namespaces).Obeys(() => NamespaceSelectorRules.Instance!);
    }

    public static SelectorRules Instance => field ??= new();
}
