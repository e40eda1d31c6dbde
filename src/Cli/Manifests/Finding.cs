namespace LogOperator.Cli.Manifests;

/// <summary>Something about the manifests that the user should know.</summary>
/// <param name="Severity">Whether it is wrong.</param>
/// <param name="File">File as the user named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Object">The object, such as <c>LogPipeline shop/web</c>; null where it is not known.</param>
/// <param name="Path">Path in the object; empty for the whole.</param>
/// <param name="Reason">Machine-readable reason.</param>
/// <param name="Message">What was expected and what was found.</param>
internal sealed record Finding(FindingSeverity Severity, string File, int Line, string? Object, string Path, string Reason, string Message)
{
    /// <summary>A finding about a member of a document.</summary>
    public static Finding At(ManifestDocument document, FindingSeverity severity, string? @object, string path, string reason, string message) =>
        new(severity, document.File, document.Locate(path).Line, @object, path, reason, message);

    /// <summary><c>file:line: path: message</c>.</summary>
    public override string ToString()
    {
        var severity = Severity switch { FindingSeverity.Warning => "warning: ", FindingSeverity.Note => "note: ", _ => "" };
        return $"{File}:{Line}: {severity}{(Path.Length == 0 ? "" : Path + ": ")}{Message}";
    }
}
