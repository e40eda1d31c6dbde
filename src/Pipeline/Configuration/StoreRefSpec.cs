namespace LogOperator.Pipeline.Configuration;

/// <summary>Names a store.</summary>
public sealed record StoreRefSpec
{
    /// <summary>Kind of the store. Default LogStore in a LogPipeline, ClusterLogStore in a ClusterLogPipeline.</summary>
    public StoreKind? Kind { get; init; }

    /// <summary>Name of the store; a LogStore is looked for in the pipeline's own namespace.</summary>
    public required string Name { get; init; }
}
