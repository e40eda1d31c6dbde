using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Watching;

/// <summary>One change of a <see cref="Store{T}" />.</summary>
/// <typeparam name="T">Type of the objects.</typeparam>
/// <param name="Kind">What happened.</param>
/// <param name="Key">Namespace and name.</param>
/// <param name="Old">The object before; null when added.</param>
/// <param name="New">The object after; null when deleted.</param>
public sealed record StoreChange<T>(StoreChangeKind Kind, ObjectKey Key, T? Old, T? New)
    where T : class, IKubeObject;
