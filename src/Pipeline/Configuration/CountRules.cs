using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules on how many items a list or map has.</summary>
public static class CountRules
{
    /// <summary>At most so many items.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>?> MaximumCount<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>?> rule, int maximum)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.SetValidator(new MaximumCountValidator<T, TItem>(maximum));
    }

    /// <summary>At most so many entries.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyDictionary<string, TItem>?> MaximumCount<T, TItem>(
        this IRuleBuilder<T, IReadOnlyDictionary<string, TItem>?> rule,
        int maximum)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.SetValidator(new MaximumCountValidator<T, KeyValuePair<string, TItem>>(maximum));
    }

    /// <summary>At least so many items, if the list is given.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>?> MinimumCount<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>?> rule, int minimum)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.SetValidator(new MinimumCountValidator<T, TItem>(minimum));
    }
}
