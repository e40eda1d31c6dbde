using System.Collections.Concurrent;
using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Cache;

/// <summary>
/// The Secrets that stores refer to, read one by one by name: the operator may neither list nor watch them. Looked up when first named and again after a while.
/// Refreshed by the leader's loop; safe to be read from elsewhere meanwhile.
/// </summary>
internal sealed class SecretCache(KubeClient client, TimeSpan refresh, TimeProvider time, ILogger logger) : ICredentials
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), Entry> entries = new();

    private IReadOnlyList<(string Namespace, string Name)> held = [];

    /// <summary>Says which Secrets are needed as they were last found, whatever becomes of them: stores that are deleted have work left to do.</summary>
    public void Hold(IEnumerable<SecretUse> uses) => held = [.. uses.Select(u => (u.Namespace, u.Name)).Distinct()];

    /// <summary>What is known, without values.</summary>
    public IReadOnlyList<SecretInfo> Known =>
        [.. entries.Select(e => new SecretInfo(e.Key.Namespace, e.Key.Name, e.Value.Access, [.. e.Value.Data.Keys.Order(StringComparer.Ordinal)]))];

    /// <summary>A value, or null.</summary>
    public byte[]? Value(SecretUse use) => entries.GetValueOrDefault((use.Namespace, use.Name))?.Data.GetValueOrDefault(use.Key);

    /// <inheritdoc/>
    public bool TryGet(string @namespace, string secret, string key, out ReadOnlyMemory<byte> value)
    {
        var found = Value(new SecretUse(@namespace, secret, key));
        value = found;
        return found is not null;
    }

    /// <summary>Looks up what is new or old, and forgets what nobody names any more.</summary>
    /// <returns>Whether anything is different from before.</returns>
    public async Task<bool> RefreshAsync(IReadOnlyList<SecretUse> uses, CancellationToken cancellation)
    {
        // What was found stays for whom it is held, though a deletion of the whole namespace has taken the Secret away meanwhile.
        var kept = held.Where(h => entries.GetValueOrDefault(h)?.Access == SecretAccess.Found).ToHashSet();
        var wanted = uses.Select(u => (u.Namespace, u.Name)).Concat(held).Distinct().ToList();
        var changed = false;
        foreach (var gone in entries.Keys.Except(wanted).ToList())
        {
            changed |= entries.TryRemove(gone, out _);
        }

        foreach (var key in wanted)
        {
            var old = entries.GetValueOrDefault(key);
            if (old is not null && (kept.Contains(key) || time.GetElapsedTime(old.ReadAt) < refresh))
            {
                continue;
            }

            if (await ReadAsync(key.Namespace, key.Name, cancellation).ConfigureAwait(false) is not { } found)
            {
                continue;
            }

            entries[key] = found;
            changed |= old is null || !old.SameAs(found);
        }

        return changed;
    }

    // Null where the server did not say: what was known before is the best guess.
    private async Task<Entry?> ReadAsync(string ns, string name, CancellationToken cancellation)
    {
        try
        {
            var secret = await client.FindAsync(Secret.Resource, ns, name, cancellation).ConfigureAwait(false);
            return secret is null
                ? new Entry(SecretAccess.NotFound, Entry.NoData, time.GetTimestamp())
                : new Entry(SecretAccess.Found, secret.Data ?? Entry.NoData, time.GetTimestamp());
        }
        catch (KubeException e) when (e.IsForbidden)
        {
            return new Entry(SecretAccess.Forbidden, Entry.NoData, time.GetTimestamp());
        }
        catch (Exception e) when (e is KubeException or ArgumentException)
        {
            OperatorMetrics.SecretReads.Count("failed");
            Log.SecretNotRead(logger, ns, name, e.Message);
            return null;
        }
    }

    private sealed record Entry(SecretAccess Access, IReadOnlyDictionary<string, byte[]> Data, long ReadAt)
    {
        public static readonly IReadOnlyDictionary<string, byte[]> NoData = new Dictionary<string, byte[]>();

        public bool SameAs(Entry other) =>
            Access == other.Access && Data.Count == other.Data.Count && Data.All(d => other.Data.TryGetValue(d.Key, out var value) && value.AsSpan().SequenceEqual(d.Value));
    }
}
