using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Observed state of a <see cref="Pod" />.</summary>
public sealed record PodStatus
{
    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public string? Phase { get; init; }

    /// <summary>Why the pod is in this phase, for instance Evicted.</summary>
    public string? Reason { get; init; }

    /// <summary>Reason for people.</summary>
    public string? Message { get; init; }

    /// <summary>Primary address.</summary>
    [JsonPropertyName("podIP")]
    public string? PodIp { get; init; }

    /// <summary>When the kubelet took the pod on.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Conditions, for instance Ready.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
