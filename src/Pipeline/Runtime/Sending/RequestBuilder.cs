using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>
/// Fills requests from the queues of a store's branches by deficit round robin: each turn gives every branch that has something the same
/// number of bytes, so that a loud pipeline does not crowd out a quiet one. Used by one sink worker.
/// </summary>
/// <param name="maxBytes">Most bytes of source lines in one request; a single longer record goes alone.</param>
/// <param name="maxRecords">Most records in one request.</param>
internal sealed class RequestBuilder(long maxBytes, int maxRecords)
{
    private const int Quantum = 256 * 1024;

    /// <summary>Takes what fits into one request.</summary>
    /// <param name="branches">The store's branches that have something; those of which some is left are added again.</param>
    /// <returns>Null if nothing waits.</returns>
    public OutgoingRequest? Take(WaitingBranches branches)
    {
        var request = new OutgoingRequest();
        List<WaitingBranch>? heldUp = null;
        while (!IsFull(request) && branches.TryTake(out var next))
        {
            next.Unlist();
            if (next.IsDetached)
            {
                continue;
            }

            var before = request.Records.Count;
            TakeFrom(next.Branch, request);
            if (request.Records.Count == before)
            {
                // It gives nothing for now: taken again at once, it would be asked for ever.
                (heldUp ??= []).Add(next);
            }
            else if (next.Branch.WaitingSince is not null)
            {
                branches.Add(next, 0, 0);
            }
        }

        foreach (var branch in heldUp ?? [])
        {
            if (branch.Branch.WaitingSince is not null)
            {
                branches.Add(branch, 0, 0);
            }
        }

        return request.Records.Count == 0 ? null : request;
    }

    private bool IsFull(OutgoingRequest request) => request.Bytes >= maxBytes || request.Records.Count >= maxRecords;

    private void TakeFrom(Branch branch, OutgoingRequest request)
    {
        var budget = request.Bytes + Quantum;
        while (request.Bytes < budget && !IsFull(request) && branch.TryPeek(out var queued))
        {
            var before = request.Records.Count;
            TakeFrom(queued, request, budget);
            branch.Taken(queued, request.Records.Count - before);
        }
    }

    private void TakeFrom(QueuedBatch queued, OutgoingRequest request, long budget)
    {
        if (queued.IsWhole)
        {
            TakeRun(queued, request, Math.Min(budget, maxBytes) - request.Bytes);
            return;
        }

        var first = request.Records.Count;
        var batch = queued.Batch;
        while (queued.Untaken > 0 && request.Bytes < budget && !IsFull(request))
        {
            var record = batch[queued.Next];
            if ((record.Branches & queued.Bit) != 0)
            {
                request.Records.Add(new RecordRef(batch, queued.Next));
                request.Bytes += record.OwnedBytes;
                queued.Untaken--;
            }

            queued.Next++;
        }

        var taken = request.Records.Count - first;
        if (taken > 0)
        {
            request.Parts.Add(new RequestPart(queued, first, taken));
        }
    }

    /// <summary>Takes as many records of a batch that the branch takes whole as there is room for, without a look at each.</summary>
    private void TakeRun(QueuedBatch queued, OutgoingRequest request, long room)
    {
        var (batch, first) = (queued.Batch, queued.Next);
        var (low, high) = (1, Math.Min(queued.Untaken, maxRecords - request.Records.Count));
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = batch.OwnedBytes(first, middle) >= room ? (low, middle) : (middle + 1, high);
        }

        if (high < 1)
        {
            return;
        }

        request.Parts.Add(new RequestPart(queued, request.Records.Count, low, first));
        request.Records.AddRun(batch, first, low);
        request.Bytes += batch.OwnedBytes(first, low);
        queued.Next += low;
        queued.Untaken -= low;
    }
}
