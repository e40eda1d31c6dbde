namespace LogOperator.Kubernetes.Watching;

/// <summary>What happened to an object in a <see cref="Store{T}" />.</summary>
public enum StoreChangeKind
{
    /// <summary>It is there now.</summary>
    Added,

    /// <summary>It is different now.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,
}
