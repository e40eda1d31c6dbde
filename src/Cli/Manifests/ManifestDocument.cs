using System.Text.Json;

namespace LogOperator.Cli.Manifests;

/// <summary>One object of a file, as JSON, with the places of its members in the text.</summary>
public sealed class ManifestDocument
{
    private readonly Lazy<IReadOnlyDictionary<string, TextPosition>> positions;
    private readonly string prefix;

    internal ManifestDocument(string file, JsonElement root, Lazy<IReadOnlyDictionary<string, TextPosition>> positions, string prefix = "")
    {
        File = file;
        Root = root;
        this.positions = positions;
        this.prefix = prefix;
    }

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>The object.</summary>
    public JsonElement Root { get; }

    /// <summary>Where a member stands; where it is missing, its nearest parent. Paths look like <c>spec.stages[2].parse.regex</c>.</summary>
    public TextPosition Locate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var full = Join(prefix, path); full.Length > prefix.Length; full = full[..Math.Max(full.LastIndexOfAny(['.', '[']), 0)])
        {
            if (positions.Value.TryGetValue(full, out var position))
            {
                return position;
            }
        }

        return positions.Value.GetValueOrDefault(prefix, new TextPosition(1, 1));
    }

    /// <summary>The text of a member that is a string; null if it is not there or something else.</summary>
    internal string? Text(params ReadOnlySpan<string> path)
    {
        var value = Root;
        foreach (var member in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(member, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>The objects in a list, be it <c>List</c> or one of a kind, such as <c>PodList</c>; the object itself if it is none.</summary>
    internal IEnumerable<ManifestDocument> Flatten()
    {
        if (Text("kind")?.EndsWith("List", StringComparison.Ordinal) != true
            || !Root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return [this];
        }

        return items.EnumerateArray()
            .SelectMany((item, i) => new ManifestDocument(File, item, positions, Join(prefix, $"items[{i}]")).Flatten());
    }

    private static string Join(string prefix, string path) => prefix.Length == 0 ? path : path.Length == 0 ? prefix : $"{prefix}.{path}";
}
