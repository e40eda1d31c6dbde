using FluentValidation;
using FluentValidation.Validators;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Bounds the number of items of a list or of entries of a map.</summary>
/// <typeparam name="T">The spec.</typeparam>
/// <typeparam name="TItem">An item of the list, or a pair of the map.</typeparam>
/// <param name="maximum">The most that there may be.</param>
public sealed class MaximumCountValidator<T, TItem>(int maximum) : PropertyValidator<T, IReadOnlyCollection<TItem>?>, ICountLimit
{
    /// <inheritdoc/>
    public int Maximum => maximum;

    /// <inheritdoc/>
    public override string Name => "MaximumCountValidator";

    /// <inheritdoc/>
    public override bool IsValid(ValidationContext<T> context, IReadOnlyCollection<TItem>? value)
    {
        if (value is null || value.Count <= maximum)
        {
            return true;
        }

        context.MessageFormatter.AppendArgument("MaximumCount", maximum).AppendArgument("Count", value.Count);
        return false;
    }

    /// <inheritdoc/>
    protected override string GetDefaultMessageTemplate(string errorCode) => "must have at most {MaximumCount} entries (has {Count})";
}
