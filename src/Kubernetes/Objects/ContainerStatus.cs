using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Observed state of one container.</summary>
public sealed record ContainerStatus
{
    /// <summary>Name of the container.</summary>
    public required string Name { get; init; }

    /// <summary>Runtime and identity, for instance <c>containerd://1f…</c>.</summary>
    [JsonPropertyName("containerID")]
    public string? ContainerId { get; init; }

    /// <summary>Image that runs.</summary>
    public string? Image { get; init; }

    /// <summary>Digest of the image.</summary>
    [JsonPropertyName("imageID")]
    public string? ImageId { get; init; }

    /// <summary>How often it was restarted.</summary>
    public int? RestartCount { get; init; }

    /// <summary>Whether it passes its readiness probe.</summary>
    public bool? Ready { get; init; }

    /// <summary>Whether it passed its startup probe.</summary>
    public bool? Started { get; init; }

    /// <summary>Present state.</summary>
    public ContainerState? State { get; init; }

    /// <summary>State before the last restart.</summary>
    public ContainerState? LastState { get; init; }
}
