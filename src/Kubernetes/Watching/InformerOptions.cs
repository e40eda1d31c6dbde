using LogOperator.Kubernetes.Control;

namespace LogOperator.Kubernetes.Watching;

/// <summary>What an informer is to follow.</summary>
public sealed record InformerOptions
{
    /// <summary>Namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, for instance <c>spec.nodeName=node-1</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Waits between failed attempts; <see cref="Control.Backoff.Connection" /> when absent.</summary>
    public Backoff? Backoff { get; init; }

    /// <summary>Told about each object that cannot be decoded, on the informer's loop; <see cref="Store{T}.Undecodable" /> lists them.</summary>
    public Action<UndecodableObject>? OnUndecodable { get; init; }
}
