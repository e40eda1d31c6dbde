namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>Bounds what all joiners together hold back. Safe for concurrent use.</summary>
/// <param name="limit">Bytes in all.</param>
internal sealed class HeldMemory(long limit)
{
    private long used;

    /// <summary>The bound that all joiners of a process share: 16 MiB.</summary>
    public static HeldMemory Shared { get; } = new(16L << 20);

    /// <summary>Bytes held now.</summary>
    public long Used => Volatile.Read(ref used);

    /// <summary>Whether that many more bytes fit.</summary>
    public bool Fits(int bytes) => Used + bytes <= limit;

    /// <summary>Counts what was taken; negative where it was given back.</summary>
    public void Add(int bytes) => Interlocked.Add(ref used, bytes);
}
