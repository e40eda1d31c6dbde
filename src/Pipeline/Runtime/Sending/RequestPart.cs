using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>A run of a request's records that came from one batch of one branch. Changed by the request's own delivery only.</summary>
/// <param name="batch">The batch.</param>
/// <param name="first">Index of the first record in the request.</param>
/// <param name="count">Number of records.</param>
/// <param name="run">Index of the first record in the batch, if they follow each other there and the branch takes all of it; else less than 0.</param>
internal sealed class RequestPart(QueuedBatch batch, int first, int count, int run = -1)
{
    /// <summary>The branch.</summary>
    public Branch Branch => batch.Branch;

    /// <summary>Index of the first record in the request.</summary>
    public int First => first;

    /// <summary>Index behind the last record in the request.</summary>
    public int End { get; } = first + count;

    /// <summary>Records that are neither acknowledged nor dropped.</summary>
    public int Unfinished { get; private set; } = count;

    /// <summary>Whether the records follow each other in a batch of which the branch takes all.</summary>
    public bool IsRun => run >= 0;

    /// <summary>Finishes records of a run.</summary>
    /// <param name="at">Index of the first in the request.</param>
    /// <param name="finished">Number of records.</param>
    /// <param name="fate">What became of them.</param>
    public void FinishRun(int at, int finished, ByteFate fate)
    {
        Unfinished -= finished;
        if (fate == ByteFate.Acknowledged)
        {
            Branch.Acknowledged(finished, batch.Batch.OwnedBytes(run + at - first, finished));
        }

        batch.FinishRun(run + at - first, finished, fate);
    }

    /// <summary>Finishes records.</summary>
    /// <param name="finished">The records.</param>
    /// <param name="fate">What became of them.</param>
    public void Finish(ReadOnlySpan<RecordRef> finished, ByteFate fate)
    {
        const int Few = 1024;
        var indices = finished.Length <= Few ? stackalloc int[finished.Length] : new int[finished.Length];
        var bytes = 0L;
        for (var i = 0; i < finished.Length; i++)
        {
            indices[i] = finished[i].Index;
            bytes += finished[i].Record.OwnedBytes;
        }

        if (fate == ByteFate.Acknowledged)
        {
            Branch.Acknowledged(finished.Length, bytes);
        }

        Unfinished -= finished.Length;
        batch.Finish(indices, bytes, fate);
    }

    /// <summary>Hands a record that the store refused to the dead letter store, which finishes it.</summary>
    /// <param name="refused">The record.</param>
    /// <param name="reason">What the store said.</param>
    /// <param name="fate">What becomes of it if the dead letter store refuses it too.</param>
    /// <param name="now">Timestamp of the clock.</param>
    public void SendOn(RecordRef refused, string reason, ByteFate fate, long now)
    {
        Unfinished--;
        new DeadLetter(batch, refused.Index, reason, fate).Send(now);
    }

    /// <summary>Gives up what is unfinished, without acknowledging it.</summary>
    public void Abandon()
    {
        var left = Unfinished;
        Unfinished = 0;
        batch.Branch.GivenUp(left);
        batch.Abandon(left);
    }
}
