using FluentValidation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

internal sealed class TolerationRules : AbstractValidator<Toleration>
{
    public TolerationRules()
    {
        RuleFor(t => t.Key).IsLabelKey();
        RuleFor(t => t.Operator).MaximumLength(16).MatchesWhole("^(Exists|Equal)$", "Exists or Equal");
        RuleFor(t => t.Value).IsLabelValue();
        RuleFor(t => t.Effect).MaximumLength(32).MatchesWhole("^(NoSchedule|PreferNoSchedule|NoExecute)$", "NoSchedule, PreferNoSchedule or NoExecute");
    }

    public static TolerationRules Instance => field ??= new();
}
