using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>One aspect of an object's state, in the shape that all kinds share.</summary>
public sealed record Condition
{
    /// <summary>What is judged, for instance Ready.</summary>
    public required string Type { get; init; }

    /// <summary>True, False or Unknown.</summary>
    public required string Status { get; init; }

    /// <summary>Generation of the object that was judged.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When the status last changed.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Machine-readable reason in CamelCase.</summary>
    public string? Reason { get; init; }

    /// <summary>Reason for people.</summary>
    public string? Message { get; init; }
}
