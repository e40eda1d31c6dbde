namespace LogOperator.Pipeline.Configuration;

/// <summary>A kind of object that a pipeline delivers to.</summary>
public enum StoreKind
{
    /// <summary>A LogStore of the pipeline's namespace.</summary>
    LogStore,

    /// <summary>A ClusterLogStore that allows the pipeline's namespace.</summary>
    ClusterLogStore,
}
