using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>Takes records from cluster sources through stages to cluster stores.</summary>
[CustomResource("clpipe")]
[PrinterColumn("READY", "string", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("FLOWING", "string", """.status.conditions[?(@.type=="Flowing")].status""")]
[PrinterColumn("AGENTS", "integer", ".status.agents.programmed")]
[PrinterColumn("RATE", "string", ".status.rate")]
[PrinterColumn("LAG", "string", ".status.lag")]
[PrinterColumn("DROPPED", "integer", ".status.dropped")]
public sealed record ClusterLogPipeline : ICustomResource<LogPipelineSpec, LogPipelineStatus>
{
    /// <summary>The resource <c>clusterlogpipelines</c>.</summary>
    public static KubeResource<ClusterLogPipeline> Resource { get; } =
        new(ApiGroup.Name, ApiGroup.Version, "clusterlogpipelines", nameof(ClusterLogPipeline), namespaced: false, CrdsJson.Default.ClusterLogPipeline);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <inheritdoc />
    public required LogPipelineSpec Spec { get; init; }

    /// <inheritdoc />
    public LogPipelineStatus? Status { get; init; }
}
