using LogOperator.Crds.Schema;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>What the operator has seen of a source.</summary>
public sealed record LogSourceStatus : IResourceStatus
{
    /// <inheritdoc />
    public long? ObservedGeneration { get; init; }

    /// <inheritdoc />
    [MapList("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Which kind of source it is, such as <c>containerLogs</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What the source matches now.</summary>
    public MatchedStatus? Matched { get; init; }
}
