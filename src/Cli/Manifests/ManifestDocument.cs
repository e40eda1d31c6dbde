using System.Text.Json;

namespace LogOperator.Cli.Manifests;

/// <summary>One object of a file, as JSON, with the places of its members in the text.</summary>
public sealed class ManifestDocument
{
    private readonly IReadOnlyDictionary<string, TextPosition> positions;
    private readonly string prefix;

    internal ManifestDocument(string file, JsonElement root, IReadOnlyDictionary<string, TextPosition> positions, string prefix = "")
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
            if (positions.TryGetValue(full, out var position))
                return position;
        }

        return positions.GetValueOrDefault(prefix, new TextPosition(1, 1));
    }

    /// <summary>The objects in a <c>List</c>, of whatever kind; the object itself if it is none.</summary>
    internal IEnumerable<ManifestDocument> Flatten()
    {
        if (Root.ValueKind != JsonValueKind.Object
            || !Root.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String || kind.GetString() != "List"
            || !Root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return [this];
        }

        return items.EnumerateArray()
            .SelectMany((item, i) => new ManifestDocument(File, item, positions, Join(prefix, $"items[{i}]")).Flatten());
    }

    private static string Join(string prefix, string path) => prefix.Length == 0 ? path : path.Length == 0 ? prefix : $"{prefix}.{path}";
}
