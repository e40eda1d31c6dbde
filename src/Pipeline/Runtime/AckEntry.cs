namespace LogOperator.Pipeline.Runtime;

/// <summary>One batch as a branch sees it: what it covers of the file, and how many of its records are unfinished.</summary>
internal sealed class AckEntry(AckTracker tracker, ulong fileId, long to, ulong heldFileId, long heldFrom, int unfinished)
{
    private int unfinished = unfinished;

    /// <summary>The tracker that the entry stands in.</summary>
    public AckTracker Tracker => tracker;

    /// <summary>The file that was read.</summary>
    public ulong FileId => fileId;

    /// <summary>Offset in the file up to which was read; negative if the batch holds only records of an earlier file.</summary>
    public long To => to;

    /// <summary>File of the lowest line still held to be joined.</summary>
    public ulong HeldFileId => heldFileId;

    /// <summary>Offset of that line; <see cref="long.MaxValue"/> if none is held.</summary>
    public long HeldFrom => heldFrom;

    /// <summary>Whether every record is finished.</summary>
    public bool IsFinished => Volatile.Read(ref unfinished) == 0;

    /// <summary>Says that records are delivered, rejected or dropped.</summary>
    public void Finish(int count)
    {
        if (count != 0 && Interlocked.Add(ref unfinished, -count) == 0)
        {
            tracker.Advance();
        }
    }
}
