using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// One step of a branch through a stream, in read order: either a batch with records to be finished, or the mark behind it that says how
/// far the file was read.
/// </summary>
/// <param name="tracker">The tracker that it stands in.</param>
/// <param name="unfinished">Records to be finished; 0 for a mark.</param>
internal sealed class AckEntry(AckTracker tracker, int unfinished)
{
    private int unfinished = unfinished;

    /// <summary>The file that was read up to <see cref="To"/>; null for a batch.</summary>
    public ILogFile? File { get; init; }

    /// <summary>Offset in the file up to which it was read.</summary>
    public long To { get; init; }

    /// <summary>File of the lowest line still held to be joined.</summary>
    public ulong HeldFileId { get; init; }

    /// <summary>Offset of that line; <see cref="long.MaxValue"/> if none is held.</summary>
    public long HeldFrom { get; init; }

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
