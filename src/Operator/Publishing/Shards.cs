using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Publishing;

/// <summary>
/// Splits what agents get into a fixed number of parts by namespace, so that an edit rewrites one small Secret. Where a namespace belongs must never change
/// between versions: agents and operators of different versions meet in these Secrets.
/// </summary>
internal static class Shards
{
    public const int Count = 16;

    /// <summary>The part of a namespace; cluster-scoped objects count as the namespace with the empty name.</summary>
    public static int Of(string @namespace)
    {
        // FNV-1a, 32 bit (draft-eastlake-fnv): stable over processes and versions, unlike string.GetHashCode.
        var hash = 2166136261u;
        foreach (var c in @namespace)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Count);
    }

    /// <summary>Splits a configuration by its pipelines' namespaces; a store stands in each part that has a pipeline that names it.</summary>
    /// <returns>One configuration for each part, empty ones included, so that a part that lost its last pipeline is rewritten too.</returns>
    public static IReadOnlyList<AgentConfig> Split(AgentConfig config)
    {
        var stores = config.Stores.ToDictionary(s => s.Key, StringComparer.Ordinal);
        return
        [
            .. Enumerable.Range(0, Count).Select(shard =>
            {
                var pipelines = config.Pipelines.Where(p => Of(p.Namespace) == shard).ToList();
                var named = pipelines.SelectMany(p => p.Routes).SelectMany(r => r.Stores).ToHashSet(StringComparer.Ordinal);
                return new AgentConfig
                {
                    FormatVersion = config.FormatVersion,
                    Pipelines = pipelines,
                    Stores = [.. named.Order(StringComparer.Ordinal).Where(stores.ContainsKey).Select(k => stores[k])],
                };
            }),
        ];
    }
}
