using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>Where logs go, for cluster pipelines and the namespaces that it allows.</summary>
[CustomResource("clstore")]
[PrinterColumn("BACKEND", "string", ".status.backend")]
[PrinterColumn("READY", "string", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("PIPELINES", "integer", ".status.pipelines")]
public sealed record ClusterLogStore : ICustomResource<SinkSpec, LogStoreStatus>
{
    /// <summary>The resource <c>clusterlogstores</c>.</summary>
    public static KubeResource<ClusterLogStore> Resource { get; } =
        new(ApiGroup.Name, ApiGroup.Version, "clusterlogstores", nameof(ClusterLogStore), namespaced: false, CrdsJson.Default.ClusterLogStore);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <inheritdoc />
    public required SinkSpec Spec { get; init; }

    /// <inheritdoc />
    public LogStoreStatus? Status { get; init; }
}
