using LogOperator.Pipeline.Patterns.BitState;
using LogOperator.Pipeline.Patterns.Delimiters;
using LogOperator.Pipeline.Patterns.OnePass;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns;

/// <summary>The engines, all of which find the same.</summary>
internal static class PatternEngines
{
    /// <summary>Those that take a pattern, the fastest first.</summary>
    /// <param name="translation">The pattern as .NET takes it.</param>
    /// <param name="groups">Names of its groups in their order.</param>
    public static IEnumerable<IByteMatcher> For(string translation, IReadOnlyList<string> groups)
    {
        // It is first to look at the pattern: what it refuses is none.
        var regex = new RegexMatcher(translation, groups);
        if (!regex.HasPairs && TreeParser.Parse(translation, groups) is { } tree)
        {
            if (DelimiterMatcher.Create(tree, groups.Count, regex) is { } delimiter)
            {
                yield return delimiter;
            }

            if (OnePassMatcher.Create(tree, groups.Count, regex) is { } onePass)
            {
                yield return onePass;
            }

            if (BitStateMatcher.Create(tree, groups.Count, regex) is { } bitState)
            {
                yield return bitState;
            }
        }

        yield return regex;
    }
}
