using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class UserSecretRefRules : AbstractValidator<UserSecretRef>
{
    public UserSecretRefRules()
    {
        RuleFor(r => r.Name).NotEmpty().IsObjectName();
        RuleFor(r => r.UsernameKey).IsDataKey();
        RuleFor(r => r.PasswordKey).IsDataKey();
    }

    public static UserSecretRefRules Instance => field ??= new();
}
