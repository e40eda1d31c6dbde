namespace LogOperator.Cli.Manifests;

/// <summary>Where each member of a document stands in its file. Paths are written as in <c>spec.stages[2].parse</c>.</summary>
internal sealed class LineMap
{
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);

    /// <summary>Notes where a member begins.</summary>
    public void Add(string path, int line) => lines.TryAdd(path, line);

    /// <summary>The line of a member, or of the nearest one around it that is there.</summary>
    public int Find(string path)
    {
        while (true)
        {
            if (lines.TryGetValue(path, out var line))
            {
                return line;
            }

            if (path.Length == 0)
            {
                return 1;
            }

            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }
    }

    /// <summary>The path of a member of an object.</summary>
    public static string Member(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    /// <summary>The path of an element of a list.</summary>
    public static string Element(string parent, int index) => $"{parent}[{index}]";
}
