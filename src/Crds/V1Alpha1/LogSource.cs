using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>Where logs come from: pods and files of its own namespace.</summary>
[CustomResource("lsrc")]
[PrinterColumn("TYPE", "string", ".status.type")]
[PrinterColumn("READY", "string", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("PODS", "integer", ".status.matched.pods")]
[PrinterColumn("CONTAINERS", "integer", ".status.matched.containers")]
public sealed record LogSource : ICustomResource<SourceSpec, LogSourceStatus>
{
    /// <summary>The resource <c>logsources</c>.</summary>
    public static KubeResource<LogSource> Resource { get; } =
        new(ApiGroup.Name, ApiGroup.Version, "logsources", nameof(LogSource), namespaced: true, CrdsJson.Default.LogSource);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <inheritdoc />
    public required SourceSpec Spec { get; init; }

    /// <inheritdoc />
    public LogSourceStatus? Status { get; init; }
}
