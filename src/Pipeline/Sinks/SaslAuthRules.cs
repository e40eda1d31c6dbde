using FluentValidation;

namespace LogOperator.Pipeline.Sinks;

internal sealed class SaslAuthRules : AbstractValidator<SaslAuthSpec>
{
    public SaslAuthRules()
    {
        RuleFor(a => a.Mechanism).IsInEnum();
        RuleFor(a => a.SecretRef).NotNull().SetValidator(UserSecretRefRules.Instance);
    }

    public static SaslAuthRules Instance => field ??= new();
}
