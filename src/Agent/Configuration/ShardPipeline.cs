using LogOperator.Pipeline.Configuration;

namespace LogOperator.Agent.Configuration;

/// <summary>One pipeline of a shard: readable, or refused because this agent cannot read it.</summary>
/// <param name="Namespace">Namespace of the LogPipeline; empty for a ClusterLogPipeline.</param>
/// <param name="Name">Name of the object.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Config">The pipeline; null if it cannot be read.</param>
/// <param name="Refusal">Why it cannot be read; null if it can.</param>
internal sealed record ShardPipeline(string Namespace, string Name, long Generation, PipelineConfig? Config, string? Refusal)
{
    /// <summary>The pipeline's key.</summary>
    public string Key => $"{Namespace}/{Name}";
}
