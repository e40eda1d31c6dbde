namespace LogOperator.Cli.Manifests;

/// <summary>Something wrong in a file.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Position">Where in it.</param>
/// <param name="Message">What is wrong.</param>
public sealed record ManifestProblem(string File, TextPosition Position, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Position}: {Message}";
}
