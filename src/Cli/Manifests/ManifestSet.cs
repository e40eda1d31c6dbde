using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Cli.Manifests;

/// <summary>Everything that was read from the given files.</summary>
/// <param name="Objects">The objects, each id once.</param>
/// <param name="Unreadable">Objects that are there but do not fit.</param>
/// <param name="Findings">What could not be read, and what was left out.</param>
internal sealed record ManifestSet(IReadOnlyList<ManifestObject> Objects, IReadOnlyList<UnreadableResource> Unreadable, IReadOnlyList<Finding> Findings)
{
    /// <summary>The objects of one type.</summary>
    public IReadOnlyList<T> Of<T>() => [.. Objects.Select(o => o.Resource).OfType<T>()];

    /// <summary>How many objects of this product there are, readable or not.</summary>
    public int Ours => Objects.Count(o => o.Resource is not Secret and not Namespace) + Unreadable.Count;
}
