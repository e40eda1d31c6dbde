namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>What a disk buffer counts over its life. Safe for concurrent use.</summary>
internal sealed class BufferCounters
{
    private long corruptBytes;
    private long corruptEntries;
    private long syncFailures;
    private long writeFailures;

    /// <summary>Bytes of segments that were damaged or torn, and skipped.</summary>
    public long CorruptBytes => Volatile.Read(ref corruptBytes);

    /// <summary>Entries that were in them, at least.</summary>
    public long CorruptEntries => Volatile.Read(ref corruptEntries);

    /// <summary>Times that a sync failed, so that entries were written anew.</summary>
    public long SyncFailures => Volatile.Read(ref syncFailures);

    /// <summary>Times that a segment could not be made, written, read or removed.</summary>
    public long Failures => Volatile.Read(ref writeFailures);

    internal void Corrupt(long bytes, long entries)
    {
        Interlocked.Add(ref corruptBytes, bytes);
        Interlocked.Add(ref corruptEntries, entries);
    }

    internal void SyncFailed() => Interlocked.Increment(ref syncFailures);

    internal void Failed() => Interlocked.Increment(ref writeFailures);
}
