using System.Text.Json.Serialization;
using LogOperator.Crds.Schema;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>What the operator has seen of a pipeline.</summary>
public sealed record LogPipelineStatus : IResourceStatus
{
    /// <inheritdoc />
    public long? ObservedGeneration { get; init; }

    /// <inheritdoc />
    [MapList("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Generation of the pipeline that was last accepted and that agents are to run; absent if none.</summary>
    public long? RunningGeneration { get; init; }

    /// <summary>When the pipeline was first accepted. Decides where <c>startAt: Auto</c> begins.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>How many agents run it.</summary>
    public PipelineAgentsStatus? Agents { get; init; }

    /// <summary>What all agents read in a second, rounded, such as <c>1.5Mi/s</c>. Live figures are metrics.</summary>
    public string? Rate { get; init; }

    /// <summary>How far the slowest store of the slowest agent is behind, rounded, such as <c>5m</c>.</summary>
    public string? Lag { get; init; }

    /// <summary>Records dropped since the agents' processes began, rounded.</summary>
    public long? Dropped { get; init; }
}
