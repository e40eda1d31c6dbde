using System.Collections.Frozen;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// The secret values that the operator has delivered, under <c>&lt;namespace&gt;_&lt;secret&gt;_&lt;key&gt;</c>: names of namespaces and Secrets
/// cannot hold an underscore. Replaced as a whole, read at any time.
/// </summary>
internal sealed class CredentialDirectory : ICredentials
{
    private volatile FrozenDictionary<string, byte[]> values = FrozenDictionary<string, byte[]>.Empty;

    /// <inheritdoc/>
    public bool TryGet(string @namespace, string secret, string key, out ReadOnlyMemory<byte> value)
    {
        var found = values.TryGetValue($"{@namespace}_{secret}_{key}", out var bytes);
        value = bytes;
        return found;
    }

    /// <summary>Makes these the known values.</summary>
    public void Replace(IEnumerable<KeyValuePair<string, byte[]>> delivered) =>
        values = delivered.DistinctBy(p => p.Key).ToFrozenDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
