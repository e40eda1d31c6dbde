using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>How agents run on the nodes.</summary>
[CustomResource]
[PrinterColumn("READY", "string", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("DESIRED", "integer", ".status.desired")]
[PrinterColumn("AVAILABLE", "integer", ".status.available")]
public sealed record LogAgent : ICustomResource<LogAgentSpec, LogAgentStatus>
{
    /// <summary>The resource <c>logagents</c>.</summary>
    public static KubeResource<LogAgent> Resource { get; } =
        new(ApiGroup.Name, ApiGroup.Version, "logagents", nameof(LogAgent), namespaced: false, CrdsJson.Default.LogAgent);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <inheritdoc />
    public required LogAgentSpec Spec { get; init; }

    /// <inheritdoc />
    public LogAgentStatus? Status { get; init; }
}
