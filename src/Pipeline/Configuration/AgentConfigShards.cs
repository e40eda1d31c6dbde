using System.Text;

namespace LogOperator.Pipeline.Configuration;

/// <summary>
/// Cuts a configuration into parts that are published one by one, so that an edit rewrites one small object, and puts the parts together
/// again. A pipeline's shard follows from its namespace alone; a shard is itself a configuration, with the stores that its pipelines name.
/// </summary>
public static class AgentConfigShards
{
    /// <summary>Number of shards.</summary>
    public const int Count = 16;

    /// <summary>The shard that holds a namespace's pipelines; cluster pipelines have the empty namespace.</summary>
    public static int IndexOf(string @namespace)
    {
        ArgumentNullException.ThrowIfNull(@namespace);

        // FNV-1a: published objects outlive this process, so string.GetHashCode, which differs from run to run, will not do.
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(@namespace))
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        // Folded, since the lowest bits alone would depend on nothing but the lowest bits of the characters.
        hash ^= hash >> 16;
        hash ^= hash >> 8;
        hash ^= hash >> 4;
        return (int)(hash % Count);
    }

    /// <summary>Cuts a configuration into <see cref="Count"/> shards; some may be empty.</summary>
    public static IReadOnlyList<AgentConfig> Split(AgentConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var shards = new AgentConfig[Count];
        for (var i = 0; i < Count; i++)
        {
            var pipelines = config.Pipelines.Where(p => IndexOf(p.Namespace) == i).ToList();
            var named = pipelines.SelectMany(p => p.NeededStores).ToHashSet(StringComparer.Ordinal);
            shards[i] = config with { Pipelines = pipelines, Stores = [.. config.Stores.Where(s => named.Contains(s.Key))] };
        }

        return shards;
    }

    /// <summary>
    /// Puts shards together. Where two of them hold a store of the same key in different forms, because one was not rewritten yet, the form
    /// of the later shard in the list counts.
    /// </summary>
    public static AgentConfig Merge(IEnumerable<AgentConfig> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        var version = AgentConfig.CurrentFormatVersion;
        var pipelines = new SortedDictionary<string, PipelineConfig>(StringComparer.Ordinal);
        var stores = new SortedDictionary<string, StoreConfig>(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            version = Math.Max(version, shard.FormatVersion);
            foreach (var pipeline in shard.Pipelines)
            {
                pipelines[pipeline.Key] = pipeline;
            }

            foreach (var store in shard.Stores)
            {
                stores[store.Key] = store;
            }
        }

        return new AgentConfig { FormatVersion = version, Pipelines = [.. pipelines.Values], Stores = [.. stores.Values] };
    }
}
