using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Who holds a <see cref="Lease" />.</summary>
public sealed record LeaseSpec
{
    /// <summary>The holder; empty or absent when nobody does.</summary>
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds after the last renewal for which others must wait.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder got it.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder last renewed it.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often the holder changed.</summary>
    public int? LeaseTransitions { get; init; }
}
