namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>What a disk buffer is like.</summary>
public sealed record BufferReport
{
    /// <summary>Its directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Its segments, oldest first.</summary>
    public required IReadOnlyList<SegmentReport> Segments { get; init; }

    /// <summary>Whether nothing is damaged and everything can be read.</summary>
    public bool IsSound => Segments.All(s => s.DamagedBytes == 0 && s.Problem is null);

    /// <summary>Bytes of all segments.</summary>
    public long Bytes => Segments.Sum(s => s.Bytes);

    /// <summary>Sound entries.</summary>
    public long Entries => Segments.Sum(s => s.Entries);

    /// <summary>Damaged bytes.</summary>
    public long DamagedBytes => Segments.Sum(s => s.DamagedBytes);

    /// <summary>Entries that are lost, at least.</summary>
    public long LostEntries => Segments.Sum(s => s.LostEntries);
}
