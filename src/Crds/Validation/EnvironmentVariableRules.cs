using FluentValidation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

internal sealed class EnvironmentVariableRules : AbstractValidator<EnvironmentVariableSpec>
{
    public EnvironmentVariableRules()
    {
        RuleFor(e => e.Name).NotEmpty().MaximumLength(128).MatchesWhole("^[-._a-zA-Z][-._a-zA-Z0-9]*$", "a name of an environment variable");
        RuleFor(e => e.Value).NotNull().MaximumLength(4096);
    }

    public static EnvironmentVariableRules Instance => field ??= new();
}
