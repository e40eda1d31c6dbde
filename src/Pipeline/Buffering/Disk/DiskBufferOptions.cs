namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>How a disk buffer keeps its entries.</summary>
internal sealed record DiskBufferOptions
{
    /// <summary>The directory; made if missing, used by one process at a time.</summary>
    public required string Directory { get; init; }

    /// <summary>Bytes that one owner may hold on the disk.</summary>
    public required long OwnerQuotaBytes { get; init; }

    /// <summary>Bytes that all owners together may hold on the disk.</summary>
    public required long QuotaBytes { get; init; }

    /// <summary>Size at which a segment is closed and another begun.</summary>
    public int SegmentBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes that are kept in memory until they are synced.</summary>
    public int UnsyncedBytes { get; set; } = 4 * 1024 * 1024;
}
