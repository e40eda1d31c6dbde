using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules of a <see cref="SecretKeyRef"/>.</summary>
public sealed class SecretKeyRefRules : AbstractValidator<SecretKeyRef>
{
    /// <summary>Makes the rules.</summary>
    public SecretKeyRefRules()
    {
        RuleFor(r => r.Name).NotEmpty().IsObjectName();
        RuleFor(r => r.Key).IsDataKey();
    }

    /// <summary>The shared instance.</summary>
    public static SecretKeyRefRules Instance => field ??= new();
}
