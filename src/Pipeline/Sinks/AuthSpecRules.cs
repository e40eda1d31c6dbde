using FluentValidation;
using FluentValidation.Results;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class AuthSpecRules : AbstractValidator<AuthSpec>
{
    public AuthSpecRules()
    {
        RuleFor(a => a).Custom((auth, context) =>
        {
            (string Name, object? Member)[] ways = [("basic", auth.Basic), ("bearer", auth.Bearer), ("sasl", auth.Sasl)];
            var given = string.Join(" and ", ways.Where(w => w.Member is not null).Select(w => w.Name));
            if (given.Contains(' ', StringComparison.Ordinal))
            {
                context.AddFailure(new ValidationFailure(context.PropertyPath, $"expected at most one way, found {given}"));
            }
        });
        RuleFor(a => a.Basic).Obeys(() => BasicAuthRules.Instance!);
        RuleFor(a => a.Bearer).Obeys(() => BearerAuthRules.Instance!);
        RuleFor(a => a.Sasl).Obeys(() => SaslAuthRules.Instance!);
    }

    public static AuthSpecRules Instance => field ??= new();
}
