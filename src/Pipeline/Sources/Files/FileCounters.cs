namespace LogOperator.Pipeline.Sources.Files;

/// <summary>What a follower counts over its life. Safe for concurrent use.</summary>
public sealed class FileCounters
{
    private long openFailures;
    private long readFailures;
    private long holeBytes;
    private long truncations;
    private long brokenArchives;
    private long releasedUnread;
    private long overflows;
    private long vanished;
    private long linkFailures;

    /// <summary>Times that a file could not be opened or looked at.</summary>
    public long OpenFailures => Volatile.Read(ref openFailures);

    /// <summary>Times that a file could not be read.</summary>
    public long ReadFailures => Volatile.Read(ref readFailures);

    /// <summary>NUL bytes skipped in holes that truncation left.</summary>
    public long HoleBytes => Volatile.Read(ref holeBytes);

    /// <summary>Files that shrank or were written anew in place.</summary>
    public long Truncations => Volatile.Read(ref truncations);

    /// <summary>Times that the end of a compressed file was found missing or damaged.</summary>
    public long BrokenArchives => Volatile.Read(ref brokenArchives);

    /// <summary>Deleted files given up before they were read to their end, because too many were held open.</summary>
    public long ReleasedUnread => Volatile.Read(ref releasedUnread);

    /// <summary>Times that the kernel lost notifications, so that everything was looked at again.</summary>
    public long Overflows => Volatile.Read(ref overflows);

    /// <summary>Files that went before anything of them could be read.</summary>
    public long Vanished => Volatile.Read(ref vanished);

    /// <summary>Times that a file could not be linked, so that its descriptor is all that keeps it.</summary>
    public long LinkFailures => Volatile.Read(ref linkFailures);

    internal void OpenFailed() => Interlocked.Increment(ref openFailures);

    internal void ReadFailed() => Interlocked.Increment(ref readFailures);

    internal void HoleSkipped(long bytes) => Interlocked.Add(ref holeBytes, bytes);

    internal void Truncated() => Interlocked.Increment(ref truncations);

    internal void ArchiveBroken() => Interlocked.Increment(ref brokenArchives);

    internal void Released() => Interlocked.Increment(ref releasedUnread);

    internal void Overflowed() => Interlocked.Increment(ref overflows);

    internal void HasVanished() => Interlocked.Increment(ref vanished);

    internal void LinkFailed() => Interlocked.Increment(ref linkFailures);
}
