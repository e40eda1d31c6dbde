using LogOperator.Crds.Schema;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>What the operator has seen of the agents.</summary>
public sealed record LogAgentStatus : IResourceStatus
{
    /// <inheritdoc />
    public long? ObservedGeneration { get; init; }

    /// <inheritdoc />
    [MapList("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Nodes that should run an agent.</summary>
    public int? Desired { get; init; }

    /// <summary>Agents that are ready.</summary>
    public int? Available { get; init; }
}
