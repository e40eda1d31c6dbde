using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Cli.Manifests;

/// <summary>An object that was read.</summary>
/// <param name="Document">Where it stands.</param>
/// <param name="Resource">The object, with its namespace filled in.</param>
internal sealed record ManifestObject(ManifestDocument Document, IKubeObject Resource)
{
    /// <summary>Kind, namespace and name.</summary>
    public ResourceId Id { get; } = new(Document.Text("kind")!, Resource.Metadata.Namespace ?? "", Resource.Name());

    /// <summary>A finding about a member of it.</summary>
    public Finding Find(FindingSeverity severity, string path, string reason, string message) =>
        Finding.At(Document, severity, Id.ToString(), path, reason, message);
}
