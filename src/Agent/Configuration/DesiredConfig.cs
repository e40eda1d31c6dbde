using System.Security.Cryptography;
using System.Text;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Agent.Configuration;

/// <summary>What this agent is to run, put together from the shards.</summary>
/// <param name="Origin">Where the shards came from.</param>
/// <param name="Shards">The shards, ordered by name.</param>
/// <param name="Problems">Parts that cannot be read.</param>
internal sealed record DesiredConfig(ConfigOrigin Origin, IReadOnlyList<Shard> Shards, IReadOnlyList<string> Problems)
{
    /// <summary>Hash of the shards' contents.</summary>
    public string Hash { get; } = HashOf(Shards);

    /// <summary>Every pipeline once, ordered by key. Of two with one key, which no operator writes, the first shard's counts.</summary>
    public IReadOnlyList<ShardPipeline> Pipelines { get; } =
        [.. Shards.SelectMany(s => s.Pipelines).DistinctBy(p => p.Key).OrderBy(p => p.Key, StringComparer.Ordinal)];

    /// <summary>Every store once, ordered by key: a ClusterLogStore stands in every shard that needs it.</summary>
    public IReadOnlyList<StoreConfig> Stores { get; } =
        [.. Shards.SelectMany(s => s.Stores).DistinctBy(s => s.Key).OrderBy(s => s.Key, StringComparer.Ordinal)];

    /// <summary>Puts shards together.</summary>
    public static DesiredConfig Of(ConfigOrigin origin, IEnumerable<Shard> shards, IReadOnlyList<string> problems) =>
        new(origin, [.. shards.OrderBy(s => s.Name, StringComparer.Ordinal)], problems);

    private static string HashOf(IReadOnlyList<Shard> shards) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', shards.Select(s => s.Hash)))))[..16];
}
