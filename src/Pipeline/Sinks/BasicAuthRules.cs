using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class BasicAuthRules : AbstractValidator<BasicAuthSpec>
{
    public BasicAuthRules() => RuleFor(a => a.SecretRef).NotNull().Obeys(() => UserSecretRefRules.Instance!);

    public static BasicAuthRules Instance => field ??= new();
}
