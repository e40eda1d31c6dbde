using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>An object and what is wrong with it by itself, without looking at others.</summary>
/// <param name="Id">The object.</param>
/// <param name="Metadata">Its metadata; null if it could not be read.</param>
/// <param name="Spec">Its spec; null if it could not be read.</param>
/// <param name="Status">Its status.</param>
/// <param name="Generation">Its generation; 0 outside a cluster.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record Admitted<TSpec>(
    ResourceId Id, ObjectMeta? Metadata, TSpec? Spec, IResourceStatus? Status, long Generation, IReadOnlyList<Problem> Problems)
    where TSpec : class
{
    /// <summary>Whether the spec is valid and allowed.</summary>
    public bool Accepted => Problems.Count == 0;

    /// <summary>Whether it belongs to a namespaced kind.</summary>
    public bool Namespaced => Id.Namespace.Length > 0;
}
