using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class SaslAuthRules : AbstractValidator<SaslAuthSpec>
{
    public SaslAuthRules()
    {
        RuleFor(a => a.Mechanism).IsInEnum();
        RuleFor(a => a.SecretRef).NotNull().Obeys(() => UserSecretRefRules.Instance!);
    }

    public static SaslAuthRules Instance => field ??= new();
}
