using FluentValidation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

internal sealed class ResourceRequirementsRules : AbstractValidator<ResourceRequirements>
{
    // resource.Quantity (k8s.io/apimachinery): a decimal number with an optional suffix or exponent; negative ones make no sense here.
    private const string Quantity = "^[0-9]{1,15}([.][0-9]{1,9})?([EPTGMk]i?|Ki|m|u|n|[eE][-+]?[0-9]{1,2})?$";

    public ResourceRequirementsRules()
    {
        RuleFor(r => r.Requests).MaximumCount(8);
        RuleForEach(r => r.Requests).ByKey().ChildRules(Entry);
        RuleFor(r => r.Limits).MaximumCount(8);
        RuleForEach(r => r.Limits).ByKey().ChildRules(Entry);
    }

    public static ResourceRequirementsRules Instance => field ??= new();

    private static void Entry(InlineValidator<KeyValuePair<string, string>> entry)
    {
        entry.RuleFor(e => e.Key).IsLabelKey();
        entry.RuleFor(e => e.Value).NotEmpty().MaximumLength(32).MatchesWhole(Quantity, "a quantity such as 100m or 128Mi");
    }
}
