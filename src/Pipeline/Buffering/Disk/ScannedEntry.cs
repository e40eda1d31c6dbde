namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>A sound entry of a segment.</summary>
/// <param name="Position">Where its frame begins.</param>
/// <param name="Head">What it says.</param>
internal readonly record struct ScannedEntry(int Position, EntryHead Head)
{
    /// <summary>Where its content begins.</summary>
    public int Content => Position + SegmentFormat.FrameLength;

    /// <summary>Where it ends.</summary>
    public int End => Content + Head.Length;
}
