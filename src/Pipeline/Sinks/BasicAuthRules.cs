using FluentValidation;

namespace LogOperator.Pipeline.Sinks;

internal sealed class BasicAuthRules : AbstractValidator<BasicAuthSpec>
{
    public BasicAuthRules() => RuleFor(a => a.SecretRef).NotNull().SetValidator(UserSecretRefRules.Instance);

    public static BasicAuthRules Instance => field ??= new();
}
