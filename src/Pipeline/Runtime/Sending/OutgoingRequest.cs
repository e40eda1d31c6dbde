using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Routing;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>A request on its way: its records, and from which branches they came.</summary>
internal sealed class OutgoingRequest
{
    /// <summary>The records, in order.</summary>
    public RequestRecords Records { get; } = new();

    /// <summary>Runs of records with the batches that they came from, in the order of the records.</summary>
    public List<RequestPart> Parts { get; } = [];

    /// <summary>Bytes that the records have in the source files.</summary>
    public long Bytes { get; set; }

    /// <summary>The part that holds a record.</summary>
    public RequestPart PartOf(int index)
    {
        var low = 0;
        var high = Parts.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Parts[middle].First <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return Parts[low];
    }

    /// <summary>The branches that have records in it.</summary>
    public IEnumerable<Branch> Branches => Parts.Select(p => p.Branch).Distinct();

    /// <summary>Sends one record, which the store refused, to the dead letter store, or drops it where there is none.</summary>
    /// <param name="index">The record.</param>
    /// <param name="fate">What becomes of it if it is dropped.</param>
    /// <param name="detail">What the store said.</param>
    /// <param name="now">Timestamp of the clock.</param>
    public void Refused(int index, ByteFate fate, string detail, long now)
    {
        var part = PartOf(index);
        if (part.Branch.DeadLetters is not null)
        {
            part.SendOn(Records[index], detail, fate, now);
            return;
        }

        part.Branch.Dropped(LedgerReports.NameOf(fate).Reason, 1);
        Finish(part, index, 1, fate);
    }

    /// <summary>Finishes a run of records as acknowledged.</summary>
    public void Acknowledge(int first, int count)
    {
        var end = first + count;
        while (first < end)
        {
            var part = PartOf(first);
            var here = Math.Min(end, part.End) - first;
            Finish(part, first, here, ByteFate.Acknowledged);
            first += here;
        }
    }

    private void Finish(RequestPart part, int first, int count, ByteFate fate)
    {
        if (part.IsRun)
        {
            part.FinishRun(first, count, fate);
        }
        else
        {
            part.Finish(Records.Slice(first, count), fate);
        }
    }

    /// <summary>Gives up whatever is unfinished, without acknowledging it.</summary>
    public void Abandon()
    {
        foreach (var part in Parts)
        {
            part.Abandon();
        }
    }
}
