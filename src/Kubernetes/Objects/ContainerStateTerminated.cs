using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>A container that has ended.</summary>
public sealed record ContainerStateTerminated
{
    /// <summary>Exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal that ended it.</summary>
    public int? Signal { get; init; }

    /// <summary>Why, for instance OOMKilled.</summary>
    public string? Reason { get; init; }

    /// <summary>Last words.</summary>
    public string? Message { get; init; }

    /// <summary>When it started.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Runtime and identity.</summary>
    [JsonPropertyName("containerID")]
    public string? ContainerId { get; init; }
}
