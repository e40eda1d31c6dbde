using FluentValidation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

internal sealed class SourceRefRules : AbstractValidator<SourceRefSpec>
{
    public SourceRefRules()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Name).NotEmpty().IsObjectName();
    }

    public static SourceRefRules Instance => field ??= new();
}
