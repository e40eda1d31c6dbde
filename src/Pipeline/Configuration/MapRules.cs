using System.Text.Json;
using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Has rules on the entries of a map tell what is wrong at the entry's key, where a list's are told at its index.</summary>
public static class MapRules
{
    // No key of a map that is otherwise well-formed holds them.
    private const char Begin = '\u0001';
    private const char End = '\u0002';

    /// <summary>Names entries by their keys; stands before the rules.</summary>
    public static IRuleBuilderInitialCollection<T, KeyValuePair<string, TValue>> ByKey<T, TValue>(this IRuleBuilderInitialCollection<T, KeyValuePair<string, TValue>> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.OverrideIndexer((_, _, entry, _) => $"{Begin}{entry.Key}{End}");
    }

    /// <summary>The path of a member as users write it, such as <c>topicManagement.config.retention.ms</c>.</summary>
    internal static string PathOf(string property)
    {
        var begin = property.IndexOf(Begin, StringComparison.Ordinal);
        var end = property.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            return string.Join('.', property.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(JsonNamingPolicy.CamelCase.ConvertName));
        }

        // Whether it is the key or the value that is wrong, the message says.
        var rest = property[(end + 1)..].TrimStart('.');
        rest = rest is "Key" or "Value" ? "" : rest.StartsWith("Value.", StringComparison.Ordinal) ? rest["Value.".Length..] : rest;
        string[] parts = [PathOf(property[..begin]), property[(begin + 1)..end], PathOf(rest)];
        return string.Join('.', parts.Where(p => p.Length > 0));
    }
}
