using FluentValidation;
using FluentValidation.Results;

namespace LogOperator.Crds.Validation;

/// <summary>Rules on lists whose elements must differ.</summary>
internal static class DuplicateRules
{
    /// <summary>No two elements have the same name.</summary>
    public static void HaveNoDuplicates<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>?> rule, Func<TItem, string> nameOf, string word)
        where TItem : class =>
        rule.Custom((items, context) =>
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < items?.Count; i++)
            {
                if (items[i] is { } item && !seen.Add(nameOf(item)))
                {
                    context.AddFailure(new ValidationFailure($"{context.PropertyPath}[{i}]", $"names the {word} \"{nameOf(item)}\" a second time"));
                }
            }
        });
}
