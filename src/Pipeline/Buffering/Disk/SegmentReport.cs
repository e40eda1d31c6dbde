namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>What a segment of a disk buffer is like.</summary>
public sealed record SegmentReport
{
    /// <summary>Name of its file.</summary>
    public required string File { get; init; }

    /// <summary>Whose entries it holds; null if none is sound.</summary>
    public string? Owner { get; init; }

    /// <summary>Bytes in it.</summary>
    public required long Bytes { get; init; }

    /// <summary>Sound entries of data.</summary>
    public required long Entries { get; init; }

    /// <summary>Bytes of users in them.</summary>
    public required long DataBytes { get; init; }

    /// <summary>Bytes that are damaged or torn.</summary>
    public required long DamagedBytes { get; init; }

    /// <summary>Entries that are lost, at least.</summary>
    public required long LostEntries { get; init; }

    /// <summary>Why it was not looked at; null if it was.</summary>
    public string? Problem { get; init; }
}
