using LogOperator.Pipeline.Processors;

namespace LogOperator.Pipeline.Configuration;

/// <summary>One pipeline, linked and scoped.</summary>
public sealed record PipelineConfig
{
    /// <summary>Namespace of the LogPipeline; empty for a ClusterLogPipeline.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the object.</summary>
    public required string Name { get; init; }

    /// <summary>Generation of the object that this was compiled from; reported back by agents. 0 outside a cluster.</summary>
    public required long Generation { get; init; }

    /// <summary>Fingerprint of this form and of the stores that it needs (<see cref="ConfigHash"/>); reported back by agents. Null outside a cluster.</summary>
    public string? Hash { get; init; }

    /// <summary>When the pipeline was first accepted; null outside a cluster. Decides <c>startAt: Auto</c>.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Stops reading while true.</summary>
    public bool Paused { get; set; }

    /// <summary>Its sources, in the order of the spec.</summary>
    public required IReadOnlyList<SourceConfig> Sources { get; init; }

    /// <summary>Its stages, as the user wrote them.</summary>
    public required IReadOnlyList<StageSpec> Stages { get; init; }

    /// <summary>Its routes; a plain list of stores is one route named <c>all</c>.</summary>
    public required IReadOnlyList<RouteConfig> Routes { get; init; }

    /// <summary>Promises and limits of delivery; null for the defaults.</summary>
    public DeliverySpec? Delivery { get; init; }

    /// <summary>Key of the store for refused records; null if there is none.</summary>
    public string? DeadLetter { get; init; }

    /// <summary>Features that an agent must have to run it; an agent that lacks one refuses this pipeline only.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary><c>namespace/name</c>, or <c>/name</c> for a ClusterLogPipeline: the key in checkpoints, metrics and reports.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => $"{Namespace}/{Name}";

    /// <summary>Keys of the stores that its routes lead to, in the order in which they are first named.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> RoutedStores => Routes.SelectMany(r => r.Stores).Distinct(StringComparer.Ordinal);

    /// <summary>Keys of all stores that it needs: those of its routes, and that of refused records.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> NeededStores => DeadLetter is null ? RoutedStores : RoutedStores.Append(DeadLetter).Distinct(StringComparer.Ordinal);
}
