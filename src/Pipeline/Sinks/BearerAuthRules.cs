using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class BearerAuthRules : AbstractValidator<BearerAuthSpec>
{
    public BearerAuthRules() => RuleFor(a => a.SecretRef).NotNull().Obeys(() => SecretKeyRefRules.Instance!);

    public static BearerAuthRules Instance => field ??= new();
}
