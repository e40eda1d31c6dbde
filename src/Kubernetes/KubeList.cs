using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes;

/// <summary>The objects that a list call found, or one page of them.</summary>
/// <typeparam name="T">Type of the objects.</typeparam>
public sealed class KubeList<T>
    where T : class, IKubeObject
{
    internal KubeList(IReadOnlyList<T> items, IReadOnlyList<UndecodableObject> undecodable, ListMeta metadata)
    {
        Items = items;
        Undecodable = undecodable;
        Metadata = metadata;
    }

    /// <summary>The objects. The server leaves apiVersion and kind out of them.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>Objects that exist but could not be decoded; normally none.</summary>
    public IReadOnlyList<UndecodableObject> Undecodable { get; }

    /// <summary>Resource version of the list, and the token for the next page.</summary>
    public ListMeta Metadata { get; }
}
