using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>Takes records from sources through stages to stores, within its own namespace.</summary>
[CustomResource("lpipe")]
[PrinterColumn("READY", "string", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("FLOWING", "string", """.status.conditions[?(@.type=="Flowing")].status""")]
[PrinterColumn("AGENTS", "integer", ".status.agents.programmed")]
[PrinterColumn("RATE", "string", ".status.rate")]
[PrinterColumn("LAG", "string", ".status.lag")]
[PrinterColumn("DROPPED", "integer", ".status.dropped")]
public sealed record LogPipeline : ICustomResource<LogPipelineSpec, LogPipelineStatus>
{
    /// <summary>The resource <c>logpipelines</c>.</summary>
    public static KubeResource<LogPipeline> Resource { get; } =
        new(ApiGroup.Name, ApiGroup.Version, "logpipelines", nameof(LogPipeline), namespaced: true, CrdsJson.Default.LogPipeline);

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
