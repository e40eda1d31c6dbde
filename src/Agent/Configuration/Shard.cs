using LogOperator.Pipeline.Configuration;

namespace LogOperator.Agent.Configuration;

/// <summary>What one Secret, or one file, of the configuration holds.</summary>
/// <param name="Name">Data key of the Secret, or name of the file, without its extension.</param>
/// <param name="Hash">Hash of the content.</param>
/// <param name="Pipelines">Its pipelines.</param>
/// <param name="Stores">Its stores.</param>
internal sealed record Shard(string Name, string Hash, IReadOnlyList<ShardPipeline> Pipelines, IReadOnlyList<StoreConfig> Stores)
{
    /// <summary>What of it can be read.</summary>
    public AgentConfig ToConfig() => new()
    {
        FormatVersion = AgentConfig.CurrentFormatVersion,
        Pipelines = [.. Pipelines.Select(p => p.Config).OfType<PipelineConfig>()],
        Stores = Stores,
    };
}
