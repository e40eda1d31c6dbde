using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>Where logs come from, across namespaces and on the nodes themselves.</summary>
[CustomResource("clsrc")]
[PrinterColumn("TYPE", "string", ".status.type")]
[PrinterColumn("READY", "string", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("PODS", "integer", ".status.matched.pods")]
[PrinterColumn("CONTAINERS", "integer", ".status.matched.containers")]
public sealed record ClusterLogSource : ICustomResource<SourceSpec, LogSourceStatus>
{
    /// <summary>The resource <c>clusterlogsources</c>.</summary>
    public static KubeResource<ClusterLogSource> Resource { get; } =
        new(ApiGroup.Name, ApiGroup.Version, "clusterlogsources", nameof(ClusterLogSource), namespaced: false, CrdsJson.Default.ClusterLogSource);

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
