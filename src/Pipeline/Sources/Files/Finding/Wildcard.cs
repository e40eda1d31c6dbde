namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>Compares names with patterns: <c>*</c> stands for any run of characters, <c>?</c> for one.</summary>
internal static class Wildcard
{
    /// <summary>Whether text contains a wildcard.</summary>
    public static bool IsPattern(ReadOnlySpan<char> text) => text.IndexOfAny('*', '?') >= 0;

    /// <summary>Whether a whole name matches.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, star, retry) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, retry) = (p++, n);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++retry);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    /// <summary>Whether one of the patterns matches.</summary>
    public static bool MatchesAny(IReadOnlyList<string> patterns, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], name))
            {
                return true;
            }
        }

        return false;
    }
}
