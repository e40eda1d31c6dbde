namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>
/// An absolute path with wildcards as in shells: <c>*</c> and <c>?</c> stay within a name and do not match a leading dot, <c>**</c>
/// stands for any number of directories.
/// </summary>
internal sealed class PathPattern
{
    private PathPattern(string text, string start, string[] names) => (Text, Start, Names) = (text, start, names);

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The directory that it begins with, free of wildcards.</summary>
    public string Start { get; }

    /// <summary>What follows, name by name; never empty.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ArgumentException">It is not absolute, or it ends without a name.</exception>
    public static PathPattern Parse(string text)
    {
        var names = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!text.StartsWith('/') || names.Length == 0)
        {
            throw new ArgumentException($"expected an absolute path, found \"{text}\"", nameof(text));
        }

        var literal = Array.FindIndex(names, n => Wildcard.IsPattern(n));
        literal = literal < 0 ? names.Length - 1 : literal;
        return new PathPattern(text, "/" + string.Join('/', names[..literal]), names[literal..]);
    }

    /// <summary>Whether a name matches one name of a pattern.</summary>
    public static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name) =>
        Wildcard.Matches(pattern, name) && (name[0] != '.' || pattern[0] == '.');

    /// <summary>Whether a whole path matches.</summary>
    public bool Matches(string path)
    {
        if (!path.StartsWith(Start, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = path[Start.Length..];
        return (Start == "/" || rest.StartsWith('/')) && Matches(0, rest.Split('/', StringSplitOptions.RemoveEmptyEntries), 0);
    }

    private bool Matches(int at, string[] names, int name)
    {
        if (at == Names.Count)
        {
            return name == names.Length;
        }

        if (Names[at] != "**")
        {
            return name < names.Length && MatchesName(Names[at], names[name]) && Matches(at + 1, names, name + 1);
        }

        for (var skipped = name; skipped <= names.Length; skipped++)
        {
            if (Matches(at + 1, names, skipped))
            {
                return true;
            }
        }

        return false;
    }
}
