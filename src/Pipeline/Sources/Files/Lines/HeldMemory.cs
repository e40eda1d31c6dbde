using System.Collections.Concurrent;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>Bounds what all joiners together hold back, and divides it among namespaces. Safe for concurrent use.</summary>
/// <param name="limit">Bytes in all.</param>
internal sealed class HeldMemory(long limit)
{
    private readonly ConcurrentDictionary<string, HeldShare> shares = new(StringComparer.Ordinal);
    private long used;

    /// <summary>The bound that all joiners of a process share: 16 MiB.</summary>
    public static HeldMemory Shared { get; } = new(16L << 20);

    /// <summary>Bytes held now.</summary>
    public long Used => Volatile.Read(ref used);

    /// <summary>Bytes that nobody holds.</summary>
    public long Free => limit - Used;

    /// <summary>What the joiners of a namespace have of it together.</summary>
    public HeldShare Of(string ns) => shares.GetOrAdd(ns, static (_, memory) => new HeldShare(memory), this);

    /// <summary>Counts what was taken; negative where it was given back.</summary>
    public void Add(int bytes) => Interlocked.Add(ref used, bytes);
}
