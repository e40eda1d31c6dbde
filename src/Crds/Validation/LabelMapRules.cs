using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>Rules on the entries of label and annotation maps.</summary>
internal static class LabelMapRules
{
    public static void AreLabels<T>(this IRuleBuilder<T, KeyValuePair<string, string>> rule) => rule.ChildRules(label =>
    {
        label.RuleFor(l => l.Key).IsLabelKey();
        label.RuleFor(l => l.Value).NotNull().IsLabelValue();
    });

    public static void AreAnnotations<T>(this IRuleBuilder<T, KeyValuePair<string, string>> rule) => rule.ChildRules(annotation =>
    {
        annotation.RuleFor(a => a.Key).IsLabelKey();
        annotation.RuleFor(a => a.Value).NotNull().MaximumLength(1024);
    });
}
