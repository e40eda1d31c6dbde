using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Something that happened to an object.</summary>
public sealed record Event : IKubeObject
{
    /// <summary>The resource <c>events</c> of events.k8s.io/v1.</summary>
    public static KubeResource<Event> Resource { get; } = new("events.k8s.io", "v1", "events", "Event", namespaced: true, KubernetesJson.Default.Event);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>When it first happened.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>Its repetitions.</summary>
    public EventSeries? Series { get; init; }

    /// <summary>Name of the controller that reports it, for instance <c>logoperator.io/operator</c>.</summary>
    public string? ReportingController { get; init; }

    /// <summary>Name of the process that reports it.</summary>
    public string? ReportingInstance { get; init; }

    /// <summary>What was done or failed.</summary>
    public string? Action { get; init; }

    /// <summary>Why, in CamelCase.</summary>
    public string? Reason { get; init; }

    /// <summary>The object it is about.</summary>
    public ObjectReference? Regarding { get; init; }

    /// <summary>Description for people, at most 1 KiB.</summary>
    public string? Note { get; init; }

    /// <summary>Normal or Warning.</summary>
    public string? Type { get; init; }
}
