using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules of a <see cref="StoreRefSpec"/>.</summary>
public sealed class StoreRefRules : AbstractValidator<StoreRefSpec>
{
    /// <summary>Makes the rules.</summary>
    public StoreRefRules()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Name).NotEmpty().IsObjectName();
    }

    /// <summary>The shared instance.</summary>
    public static StoreRefRules Instance => field ??= new();
}
