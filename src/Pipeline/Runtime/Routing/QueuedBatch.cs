using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Acknowledgement;

namespace LogOperator.Pipeline.Runtime.Routing;

/// <summary>A batch in a branch's queue or on the wire. Holds a reference to the batch and room in the branch until its last record is finished.</summary>
internal sealed class QueuedBatch(Branch branch, RecordBatch batch, IFinished entry, ulong bit, int count, long since)
{
    // What the branch keeps beside the batch: this, its entry in the tracker and the mark behind it. As much as a short batch itself.
    private const int OwnBytes = 384;
    private int unfinished = count;

    /// <summary>The branch that holds it.</summary>
    public Branch Branch => branch;

    /// <summary>The records.</summary>
    public RecordBatch Batch => batch;

    /// <summary>The branch's bit in <see cref="Record.Branches"/>.</summary>
    public ulong Bit => bit;

    /// <summary>Timestamp of the clock at which it was put in.</summary>
    public long Since => since;

    /// <summary>Bytes of text in it.</summary>
    public int TextBytes { get; } = batch.TextBytes;

    /// <summary>Bytes that it counts against the branch's limit.</summary>
    public int Bytes { get; } = OwnBytes + batch.RetainedBytes;

    /// <summary>Whether the branch takes every record of the batch.</summary>
    public bool IsWhole { get; } = batch.TakenWholeBy != 0;

    /// <summary>Index of the next record to be looked at; moved by the sink worker.</summary>
    public int Next { get; set; }

    /// <summary>Records of the branch that were not taken into a request yet; moved by the sink worker.</summary>
    public int Untaken { get; set; } = count;

    /// <summary>Notes that the branch's queue holds it.</summary>
    /// <returns>Bytes of memory that no queue held before.</returns>
    public int Hold() => OwnBytes + batch.Hold();

    /// <summary>Finishes records: acknowledged, or dropped for a reason.</summary>
    /// <param name="records">Their indices in the batch.</param>
    /// <param name="bytes">Bytes that they own in its file.</param>
    /// <param name="fate">What became of them.</param>
    public void Finish(ReadOnlySpan<int> records, long bytes, ByteFate fate)
    {
        entry.Finish(records, bytes, fate);
        Let(records.Length);
    }

    /// <summary>Finishes records that follow each other; only where the branch takes all of the batch.</summary>
    /// <param name="first">Index of the first in the batch.</param>
    /// <param name="count">Number of records.</param>
    /// <param name="fate">What became of them.</param>
    /// <returns>Bytes that they own in its file.</returns>
    public long FinishRun(int first, int count, ByteFate fate)
    {
        var bytes = batch.OwnedBytes(first, count);
        entry.FinishRun(first, count, bytes, fate);
        Let(count);
        return bytes;
    }

    /// <summary>Gives up records that were taken into a request, without acknowledging them.</summary>
    public void Abandon(int count)
    {
        if (count != 0)
        {
            entry.Abandon();
            Let(count);
        }
    }

    /// <summary>Gives up the records that were not taken into a request, without acknowledging them.</summary>
    public void AbandonUntaken()
    {
        var untaken = Untaken;
        Untaken = 0;
        Abandon(untaken);
    }

    /// <summary>Drops the records that were not taken into a request. Nobody may be taking any meanwhile.</summary>
    /// <param name="fate">Why.</param>
    /// <returns>Bytes of memory that no queue holds any more.</returns>
    public int DropUntaken(ByteFate fate)
    {
        if (IsWhole)
        {
            var untaken = Untaken;
            Untaken = 0;
            entry.FinishRun(Next, untaken, batch.OwnedBytes(Next, untaken), fate);
            return Let(untaken);
        }

        var records = new int[Untaken];
        var (found, bytes) = (0, 0L);
        for (var i = Next; found < records.Length; i++)
        {
            var record = batch[i];
            if ((record.Branches & bit) != 0)
            {
                records[found++] = i;
                bytes += record.OwnedBytes;
            }
        }

        Untaken = 0;
        entry.Finish(records, bytes, fate);
        return Let(records.Length);
    }

    private int Let(int count)
    {
        if (count == 0 || Interlocked.Add(ref unfinished, -count) != 0)
        {
            return 0;
        }

        entry.LetGo();
        var unheld = OwnBytes + batch.Unhold();
        batch.Release();
        branch.Freed(Bytes, unheld);
        return unheld;
    }
}
