using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes;

/// <summary>One change that a watch reports.</summary>
/// <typeparam name="T">Type of the objects.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the change; its last state when deleted; null for bookmarks and undecodable objects.</param>
/// <param name="Undecodable">The object when its JSON does not fit its type.</param>
/// <param name="ResourceVersion">Version up to which changes are known now.</param>
public sealed record WatchEvent<T>(WatchEventType Type, T? Object, UndecodableObject? Undecodable, string? ResourceVersion)
    where T : class, IKubeObject;
