using LogOperator.Kubernetes.Objects;

namespace LogOperator.Agent.Configuration;

/// <summary>Reads the configuration's Secrets, each version once. One that cannot be read counts with its last good content.</summary>
/// <param name="lastGood">Where the content from before a restart is.</param>
internal sealed class ShardCache(LastGoodCopy lastGood)
{
    private const string DataKey = "config" + LastGoodCopy.Extension;
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>The shards of these Secrets.</summary>
    /// <param name="secrets">All Secrets of the configuration.</param>
    /// <param name="problems">What cannot be read.</param>
    public IReadOnlyList<Shard> Read(IReadOnlyList<Secret> secrets, List<string> problems)
    {
        var shards = new List<Shard>();
        foreach (var secret in secrets.OrderBy(s => s.Name(), StringComparer.Ordinal))
        {
            var entry = Read(secret);
            if (entry.Shard is not null)
            {
                shards.Add(entry.Shard);
            }

            if (entry.Problem is not null)
            {
                problems.Add(entry.Problem);
            }
        }

        foreach (var gone in entries.Keys.Except(secrets.Select(s => s.Name())).ToList())
        {
            entries.Remove(gone);
        }

        return shards;
    }

    private Entry Read(Secret secret)
    {
        var name = secret.Name();
        var version = secret.Metadata.ResourceVersion;
        if (entries.TryGetValue(name, out var known) && known.Version == version)
        {
            return known;
        }

        Shard? shard = null;
        string? problem;
        if (secret.Data?.TryGetValue(DataKey, out var content) == true)
        {
            shard = ShardDecoder.Decode(name, content, out problem);
        }
        else
        {
            problem = $"{name}: expected the data key {DataKey}, found none";
        }

        shard ??= known?.Shard ?? lastGood.Load().FirstOrDefault(s => s.Name == name);
        return entries[name] = new Entry(version, shard, problem);
    }

    private sealed record Entry(string? Version, Shard? Shard, string? Problem);
}
