using FluentValidation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Expressions;

namespace LogOperator.Crds.Validation;

internal sealed class RouteRules : AbstractValidator<RouteSpec>
{
    public RouteRules()
    {
        RuleFor(r => r.Name).NotEmpty().IsNamespaceName();
        RuleFor(r => r.When).IsExpression();
        RuleFor(r => r.Stores).NotEmpty().MaximumCount(16);
        RuleForEach(r => r.Stores).NotNull().Obeys(() => StoreRefRules.Instance!);
        RuleFor(r => r.Stores).HaveNoDuplicates(s => $"{s.Kind} {s.Name}".Trim(), "store");
    }

    public static RouteRules Instance => field ??= new();
}
