using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>Where logs go, for the pipelines of its own namespace.</summary>
[CustomResource("lstore")]
[PrinterColumn("BACKEND", "string", ".status.backend")]
[PrinterColumn("READY", "string", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("PIPELINES", "integer", ".status.pipelines")]
public sealed record LogStore : ICustomResource<SinkSpec, LogStoreStatus>
{
    /// <summary>The resource <c>logstores</c>.</summary>
    public static KubeResource<LogStore> Resource { get; } =
        new(ApiGroup.Name, ApiGroup.Version, "logstores", nameof(LogStore), namespaced: true, CrdsJson.Default.LogStore);

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
