namespace LogOperator.Agent.Configuration;

/// <summary>A pipeline's form that this agent does not run.</summary>
/// <param name="Namespace">Namespace of the LogPipeline; empty for a ClusterLogPipeline.</param>
/// <param name="Name">Name of the object.</param>
/// <param name="Generation">Generation that is refused.</param>
/// <param name="Reason">Why.</param>
internal sealed record Refusal(string Namespace, string Name, long Generation, string Reason)
{
    /// <summary>The pipeline's key.</summary>
    public string Key => $"{Namespace}/{Name}";
}
