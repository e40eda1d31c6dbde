using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Repetitions of an <see cref="Event" />.</summary>
public sealed record EventSeries
{
    /// <summary>How often it happened.</summary>
    public required int Count { get; init; }

    /// <summary>When it last happened.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public required DateTimeOffset LastObservedTime { get; init; }
}
