using FluentValidation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

internal sealed class StoreRefRules : AbstractValidator<StoreRefSpec>
{
    public StoreRefRules()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Name).NotEmpty().IsObjectName();
    }

    public static StoreRefRules Instance => field ??= new();
}
