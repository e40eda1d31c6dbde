namespace LogOperator.Crds.V1Alpha1;

/// <summary>Names a source.</summary>
public sealed record SourceRefSpec
{
    /// <summary>Kind of the source. Default LogSource in a LogPipeline, ClusterLogSource in a ClusterLogPipeline.</summary>
    public SourceKind? Kind { get; init; }

    /// <summary>Name of the source; a LogSource is looked for in the pipeline's own namespace.</summary>
    public required string Name { get; init; }
}
