using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>One source of a projected volume; exactly one member is present.</summary>
public sealed record VolumeProjection
{
    /// <summary>A Secret.</summary>
    public ObjectProjection? Secret { get; init; }

    /// <summary>A ConfigMap.</summary>
    public ObjectProjection? ConfigMap { get; init; }

    /// <summary>Fields of the pod; defaultMode does not apply.</summary>
    [JsonPropertyName("downwardAPI")]
    public DownwardApiVolumeSource? DownwardApi { get; init; }

    /// <summary>A token of the pod's identity.</summary>
    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }
}
