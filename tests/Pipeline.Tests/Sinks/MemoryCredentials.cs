using System.Collections.Concurrent;
using System.Text;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Tests.Sinks;

/// <summary>Secrets in memory, all in namespace <c>shop</c>.</summary>
internal sealed class MemoryCredentials : ICredentials
{
    private readonly ConcurrentDictionary<string, byte[]> values = new();

    public string this[string secret, string key]
    {
        set => values[$"shop/{secret}/{key}"] = Encoding.UTF8.GetBytes(value);
    }

    public bool TryGet(string @namespace, string secret, string key, out ReadOnlyMemory<byte> value)
    {
        var found = values.TryGetValue($"{@namespace}/{secret}/{key}", out var bytes);
        value = bytes;
        return found;
    }
}
