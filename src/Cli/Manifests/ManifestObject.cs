using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Cli.Manifests;

/// <summary>An object that was read.</summary>
/// <param name="Document">Where it stands.</param>
/// <param name="Resource">The object, with its namespace filled in.</param>
internal sealed record ManifestObject(SourceDocument Document, IKubeObject Resource)
{
    /// <summary>Kind, namespace and name.</summary>
    public ResourceId Id { get; } = new(Document.Root.GetProperty("kind").GetString()!, Resource.Metadata.Namespace ?? "", Resource.Name());

    /// <summary>A finding about a member of it.</summary>
    public Finding Find(FindingSeverity severity, string path, string reason, string message)
    {
        var (file, line) = Document.Place(path);
        return new Finding(severity, file, line, Id.ToString(), path, reason, message);
    }
}
