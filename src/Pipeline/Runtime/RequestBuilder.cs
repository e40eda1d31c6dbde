using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Fills requests from the queues of a store's branches by deficit round robin: each turn gives every branch that has something the same
/// number of bytes, so that a loud pipeline does not crowd out a quiet one. Used by one sink worker.
/// </summary>
/// <param name="maxBytes">Most bytes of source lines in one request; a single longer record goes alone.</param>
/// <param name="maxRecords">Most records in one request.</param>
internal sealed class RequestBuilder(long maxBytes, int maxRecords)
{
    private const int Quantum = 64 * 1024;
    private int turn;

    /// <summary>Takes what fits into one request.</summary>
    /// <param name="branches">The store's branches.</param>
    /// <returns>Null if nothing waits.</returns>
    public OutgoingRequest? Take(IReadOnlyList<Branch> branches)
    {
        if (branches.Count == 0)
        {
            return null;
        }

        var request = new OutgoingRequest();
        var idle = 0;
        while (idle < branches.Count && !IsFull(request))
        {
            turn = (turn + 1) % branches.Count;
            idle = TakeFrom(branches[turn], request) ? 0 : idle + 1;
        }

        return request.Records.Count == 0 ? null : request;
    }

    private bool IsFull(OutgoingRequest request) => request.Bytes >= maxBytes || request.Records.Count >= maxRecords;

    private bool TakeFrom(Branch branch, OutgoingRequest request)
    {
        var budget = request.Bytes + Quantum;
        var any = false;
        while (request.Bytes < budget && !IsFull(request) && branch.TryPeek(out var queued))
        {
            var before = request.Records.Count;
            any |= TakeFrom(queued, request, budget);
            branch.Taken(queued, request.Records.Count - before);
        }

        return any;
    }

    private bool TakeFrom(QueuedBatch queued, OutgoingRequest request, long budget)
    {
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

        return taken > 0;
    }
}
