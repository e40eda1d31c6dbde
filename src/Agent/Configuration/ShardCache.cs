using LogOperator.Kubernetes.Objects;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// Reads the configuration's Secrets, each version once. A shard that cannot be read counts with its last good content. Shards are named by
/// their data keys, which are also the names of the mounted files.
/// </summary>
/// <param name="lastGood">Where the content from before a restart is.</param>
internal sealed class ShardCache(LastGoodCopy lastGood)
{
    private Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>The shards of these Secrets.</summary>
    /// <param name="secrets">All Secrets of the configuration.</param>
    /// <param name="problems">What cannot be read.</param>
    public IReadOnlyList<Shard> Read(IReadOnlyList<Secret> secrets, List<string> problems)
    {
        var next = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var secret in secrets.OrderBy(s => s.Name(), StringComparer.Ordinal))
        {
            var keys = (secret.Data?.Keys ?? []).Where(k => k.EndsWith(LastGoodCopy.Extension, StringComparison.Ordinal)).ToList();
            if (keys.Count == 0)
            {
                problems.Add($"{secret.Name()}: expected a data key that ends with {LastGoodCopy.Extension}, found none");
            }

            foreach (var key in keys)
            {
                var entry = next[key] = Read(secret, key);
                if (entry.Problem is not null)
                {
                    problems.Add(entry.Problem);
                }
            }
        }

        entries = next;
        return [.. next.Values.Select(e => e.Shard).OfType<Shard>()];
    }

    private Entry Read(Secret secret, string key)
    {
        var version = secret.Metadata.ResourceVersion;
        if (entries.TryGetValue(key, out var known) && known.Version == version)
        {
            return known;
        }

        var name = key[..^LastGoodCopy.Extension.Length];
        var shard = ShardDecoder.Decode(name, secret.Data![key], out var problem) ?? known?.Shard ?? lastGood.Load().FirstOrDefault(s => s.Name == name);
        return new Entry(version, shard, problem);
    }

    private sealed record Entry(string? Version, Shard? Shard, string? Problem);
}
