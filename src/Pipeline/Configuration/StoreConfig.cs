using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Configuration;

/// <summary>One store that a pipeline of this configuration delivers to.</summary>
public sealed record StoreConfig
{
    /// <summary>Namespace of the LogStore; empty for a ClusterLogStore.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the object.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace in which its Secrets lie; empty outside a cluster.</summary>
    public required string SecretNamespace { get; init; }

    /// <summary>What the user wrote.</summary>
    public required SinkSpec Spec { get; init; }

    /// <summary><c>namespace/name</c>, or <c>/name</c> for a ClusterLogStore: the key in routes, checkpoints, metrics and reports.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => $"{Namespace}/{Name}";
}
