namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>What an entry says before its names and its payload.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="OwnerLength">Length of the owner, in bytes.</param>
/// <param name="KeyLength">Length of the key, in bytes.</param>
/// <param name="FileId">The file that the bytes are of.</param>
/// <param name="Offset">Where in the file they begin; of a position, what is acknowledged.</param>
/// <param name="Length">Length of the whole content.</param>
internal readonly record struct EntryHead(EntryKind Kind, int OwnerLength, int KeyLength, ulong FileId, long Offset, int Length)
{
    /// <summary>Where the payload begins in the content.</summary>
    public int PayloadStart => SegmentFormat.FixedLength + OwnerLength + KeyLength;

    /// <summary>Length of the payload.</summary>
    public int PayloadLength => Length - PayloadStart;
}
