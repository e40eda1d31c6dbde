using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules of a <see cref="SecretRef"/>.</summary>
public sealed class SecretRefRules : AbstractValidator<SecretRef>
{
    /// <summary>Makes the rules.</summary>
    public SecretRefRules() => RuleFor(r => r.Name).NotEmpty().IsObjectName();

    /// <summary>The shared instance.</summary>
    public static SecretRefRules Instance => field ??= new();
}
