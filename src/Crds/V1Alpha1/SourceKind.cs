namespace LogOperator.Crds.V1Alpha1;

/// <summary>A kind of object that a pipeline reads from.</summary>
public enum SourceKind
{
    /// <summary>A LogSource of the pipeline's namespace.</summary>
    LogSource,

    /// <summary>A ClusterLogSource; for cluster pipelines only.</summary>
    ClusterLogSource,
}
