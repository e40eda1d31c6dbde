using System.Text;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Routing;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>
/// A record that a store refused, on its way to the dead letter store. It is finished for its own branch when that store has acknowledged it; until then it is pending there, and holds
/// its room.
/// </summary>
/// <param name="origin">The batch in the branch whose store refused it; one of its records is this one's.</param>
/// <param name="index">Index of the record.</param>
/// <param name="reason">What the store said.</param>
/// <param name="otherwise">What becomes of it where the dead letter store refuses it too, or is there no more.</param>
internal sealed class DeadLetter(QueuedBatch origin, int index, string reason, ByteFate otherwise) : IFinished
{
    /// <summary>Attribute that names the store that refused the record.</summary>
    public const string StoreAttribute = "deadletter.store";

    /// <summary>Attribute that says what the store said.</summary>
    public const string ReasonAttribute = "deadletter.reason";

    private const int LongestReason = 1024;
    private long since;

    /// <summary>Puts it into the queue of the branch for dead letters.</summary>
    /// <param name="now">Timestamp of the clock.</param>
    public void Send(long now)
    {
        since = now;
        if (origin.Branch.DeadLetters is { TakesMore: true } letters)
        {
            letters.Enqueue(Copy(), this, 1, 1, now);
        }
        else if (origin.Branch.IsClosed)
        {
            // Somebody else reads it again.
            origin.Branch.GivenUp(1);
            origin.Abandon(1);
        }
        else
        {
            Drop();
        }
    }

    /// <inheritdoc/>
    public void Finish(ReadOnlySpan<int> records, long bytes, ByteFate fate)
    {
        if (fate == ByteFate.Acknowledged)
        {
            origin.Branch.DeadLettered();
            origin.Finish([index], origin.Batch[index].OwnedBytes, ByteFate.DeadLettered);
        }
        else
        {
            Drop();
        }
    }

    /// <inheritdoc/>
    public void FinishRun(int first, int count, long bytes, ByteFate fate) => Finish([first], bytes, fate);

    /// <inheritdoc/>
    public void Abandon() => Send(since);

    /// <inheritdoc/>
    public void LetGo()
    {
        // The record lies in the batch that was refused; what is reused is a copy.
    }

    private void Drop()
    {
        origin.Branch.Dropped(LedgerReports.NameOf(otherwise).Reason, 1);
        origin.Finish([index], origin.Batch[index].OwnedBytes, otherwise);
    }

    private RecordBatch Copy()
    {
        var copy = RecordBatch.CopyOf(origin.Batch[index]);
        var record = copy[0];
        record.Set(Encoding.UTF8.GetBytes(StoreAttribute), ValueKind.Text, Encoding.UTF8.GetBytes(origin.Branch.Store));
        record.Set(Encoding.UTF8.GetBytes(ReasonAttribute), ValueKind.Text, Encoding.UTF8.GetBytes(reason.Length > LongestReason ? reason[..LongestReason] : reason));
        record.Branches = 1;
        return copy;
    }
}
