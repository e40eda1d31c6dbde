using LogOperator.Crds.Schema;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>What a pipeline reads, does and delivers. Exactly one of sources and source, and exactly one of routes and stores.</summary>
public sealed record LogPipelineSpec
{
    /// <summary>Stops reading while true; checkpoints are kept. Default false.</summary>
    public bool? Paused { get; init; }

    /// <summary>Sources to read from, by name.</summary>
    public IReadOnlyList<SourceRefSpec>? Sources { get; init; }

    /// <summary>A source of this pipeline alone, in place of sources.</summary>
    public SourceSpec? Source { get; init; }

    /// <summary>What happens to each record, in this order.</summary>
    public IReadOnlyList<StageSpec>? Stages { get; init; }

    /// <summary>Ways out, in this order: the first whose expression holds takes the record, unless it says to continue.</summary>
    [MapList("name")]
    public IReadOnlyList<RouteSpec>? Routes { get; init; }

    /// <summary>Stores that each get every record, in place of routes.</summary>
    public IReadOnlyList<StoreRefSpec>? Stores { get; init; }

    /// <summary>Promises and limits of delivery.</summary>
    public DeliverySpec? Delivery { get; init; }

    /// <summary>Whether pods and namespaces that opted out by label are read all the same. Default false.</summary>
    [ClusterOnly]
    public bool? IgnoreExclude { get; init; }
}
