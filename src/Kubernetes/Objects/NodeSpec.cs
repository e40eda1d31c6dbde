using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Desired state of a <see cref="Node" />.</summary>
public sealed record NodeSpec
{
    /// <summary>Whether new pods are kept away.</summary>
    public bool? Unschedulable { get; init; }

    /// <summary>Taints, which pods must tolerate.</summary>
    public IReadOnlyList<Taint>? Taints { get; init; }

    /// <summary>Name of the machine at its provider.</summary>
    [JsonPropertyName("providerID")]
    public string? ProviderId { get; init; }
}
