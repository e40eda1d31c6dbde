using FluentValidation;
using FluentValidation.Validators;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Demands a number of items of a list or of entries of a map. Null is left to other rules.</summary>
/// <typeparam name="T">The spec.</typeparam>
/// <typeparam name="TItem">An item of the list, or a pair of the map.</typeparam>
/// <param name="minimum">The fewest that there may be.</param>
public sealed class MinimumCountValidator<T, TItem>(int minimum) : PropertyValidator<T, IReadOnlyCollection<TItem>?>, ICountMinimum
{
    /// <inheritdoc/>
    public int Minimum => minimum;

    /// <inheritdoc/>
    public override string Name => "MinimumCountValidator";

    /// <inheritdoc/>
    public override bool IsValid(ValidationContext<T> context, IReadOnlyCollection<TItem>? value)
    {
        if (value is null || value.Count >= minimum)
        {
            return true;
        }

        context.MessageFormatter.AppendArgument("MinimumCount", minimum).AppendArgument("Count", value.Count);
        return false;
    }

    /// <inheritdoc/>
    protected override string GetDefaultMessageTemplate(string errorCode) => "must have at least {MinimumCount} entries (has {Count})";
}
