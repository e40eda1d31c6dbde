namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What went wrong with files, of the node and of the disk buffer, since the process began.</summary>
public sealed record FaultReport
{
    /// <summary>Tries to open, list or look at a file or directory that failed.</summary>
    public required long OpenFailures { get; init; }

    /// <summary>Tries to read a file that failed.</summary>
    public required long ReadFailures { get; init; }

    /// <summary>Files that shrank or were written anew in place.</summary>
    public required long Truncations { get; init; }

    /// <summary>NUL bytes skipped in holes that truncation left.</summary>
    public required long HoleBytes { get; init; }

    /// <summary>Times that the end of a compressed file was found missing or damaged.</summary>
    public required long BrokenArchives { get; init; }

    /// <summary>Files given up before they were read to their end.</summary>
    public required long ReleasedUnread { get; init; }

    /// <summary>Times that the kernel lost notifications.</summary>
    public required long Overflows { get; init; }

    /// <summary>Entries of the disk buffer that were damaged, at least; null where there is no disk buffer.</summary>
    public long? BufferCorruptEntries { get; init; }

    /// <summary>Syncs of the disk buffer that failed; null where there is no disk buffer.</summary>
    public long? BufferSyncFailures { get; init; }

    /// <summary>Times that a segment of the disk buffer could not be made, written, synced, read or removed; null where there is no disk buffer.</summary>
    public long? BufferFailures { get; init; }
}
