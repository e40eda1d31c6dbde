using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Cache;

/// <summary>
/// The Secrets that stores refer to, read one by one by name: the operator may neither list nor watch them. Looked up when first named and again after a while.
/// Owned by the leader's loop.
/// </summary>
internal sealed class SecretCache(KubeClient client, TimeSpan refresh, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<(string Namespace, string Name), Entry> _entries = [];

    /// <summary>What is known, without values.</summary>
    public IReadOnlyList<SecretInfo> Known =>
        [.. _entries.Select(e => new SecretInfo(e.Key.Namespace, e.Key.Name, e.Value.Access, [.. e.Value.Data.Keys.Order(StringComparer.Ordinal)]))];

    /// <summary>A value, or null.</summary>
    public byte[]? Value(SecretUse use) => _entries.GetValueOrDefault((use.Namespace, use.Name))?.Data.GetValueOrDefault(use.Key);

    /// <summary>Looks up what is new or old, and forgets what nobody names any more.</summary>
    /// <returns>Whether anything is different from before.</returns>
    public async Task<bool> RefreshAsync(IReadOnlyList<SecretUse> uses, CancellationToken cancellation)
    {
        var wanted = uses.Select(u => (u.Namespace, u.Name)).Distinct().ToList();
        var changed = false;
        foreach (var gone in _entries.Keys.Except(wanted).ToList())
            changed |= _entries.Remove(gone);
        foreach (var key in wanted)
        {
            var old = _entries.GetValueOrDefault(key);
            if (old is not null && time.GetElapsedTime(old.ReadAt) < refresh)
                continue;
            if (await ReadAsync(key.Namespace, key.Name, cancellation).ConfigureAwait(false) is not { } found)
                continue;
            _entries[key] = found;
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
