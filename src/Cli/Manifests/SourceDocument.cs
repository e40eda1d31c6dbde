using System.Text.Json;

namespace LogOperator.Cli.Manifests;

/// <summary>One object of a file.</summary>
/// <param name="File">The file as the user named it; <c>-</c> for standard input.</param>
/// <param name="Root">The object.</param>
/// <param name="Lines">Finds the line of a member, which is only done for messages.</param>
/// <param name="Prefix">Path of the object in its document: empty, or <c>items[3]</c> in a list.</param>
internal sealed record SourceDocument(string File, JsonElement Root, Lazy<LineMap> Lines, string Prefix = "")
{
    /// <summary>The place of a member of the object.</summary>
    public (string File, int Line) Place(string path) => (File, Lines.Value.Find(Prefix.Length == 0 ? path : path.Length == 0 ? Prefix : $"{Prefix}.{path}"));
}
