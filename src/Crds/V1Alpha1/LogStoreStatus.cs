using LogOperator.Crds.Schema;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>What the operator has seen of a store.</summary>
public sealed record LogStoreStatus : IResourceStatus
{
    /// <inheritdoc />
    public long? ObservedGeneration { get; init; }

    /// <inheritdoc />
    [MapList("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Which kind of store it is, such as <c>kafka</c>.</summary>
    public string? Backend { get; init; }

    /// <summary>How many pipelines deliver to it.</summary>
    public int? Pipelines { get; init; }

    /// <summary>Kafka topics that it owns or observes; at most 16.</summary>
    [MapList("name")]
    public IReadOnlyList<TopicStatus>? Topics { get; init; }
}
