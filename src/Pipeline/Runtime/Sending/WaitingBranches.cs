namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>
/// The branches of a store that have something in their queues, in turn: a worker with a thousand branches looks at those only. Filled by readers, emptied by one worker.
/// </summary>
/// <param name="maxBytes">Bytes that are worth a request.</param>
/// <param name="maxRecords">Records that are worth a request.</param>
internal sealed class WaitingBranches(long maxBytes, int maxRecords)
{
    private readonly Queue<WaitingBranch> list = new();
    private readonly Lock gate = new();
    private long bytes;
    private long records;
    private volatile bool isIdle = true;

    /// <summary>Adds a branch that has something.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="moreBytes">Bytes that it has more.</param>
    /// <param name="moreRecords">Records that it has more.</param>
    /// <returns>Whether the worker has to look: it was idle, or a request may be full.</returns>
    public bool Add(WaitingBranch branch, int moreBytes, int moreRecords)
    {
        if (branch.TryList())
        {
            lock (gate)
            {
                list.Enqueue(branch);
            }
        }

        return (Interlocked.Add(ref bytes, moreBytes) >= maxBytes) | (Interlocked.Add(ref records, moreRecords) >= maxRecords) | isIdle | !branch.Branch.HasRoom;
    }

    /// <summary>Takes the branch whose turn it is; it is added again if something is left.</summary>
    public bool TryTake(out WaitingBranch branch)
    {
        lock (gate)
        {
            return list.TryDequeue(out branch!);
        }
    }

    /// <summary>Looks at what waits.</summary>
    /// <returns>
    /// Since when the oldest batch waits, null if none does; whether it is worth a request, or a branch has no room; and whether a branch has something but is held up.
    /// </returns>
    public (long? Since, bool IsWorth, bool IsHeldUp) Look()
    {
        // What comes meanwhile is counted once too often at worst: then the worker looks once more.
        Interlocked.Exchange(ref bytes, 0);
        Interlocked.Exchange(ref records, 0);
        isIdle = true;
        var (since, waitingBytes, waitingRecords, isHeldUp) = ((long?)null, 0L, 0L, false);
        lock (gate)
        {
            foreach (var waiting in list)
            {
                var branch = waiting.Branch;
                if (waiting.IsDetached || branch.WaitingSince is not { } began)
                {
                    continue;
                }

                isIdle = false;
                if (branch.IsHeldUp)
                {
                    isHeldUp = true;
                    continue;
                }

                since = Math.Min(since ?? began, began);
                waitingBytes += branch.WaitingBytes;
                waitingRecords += branch.WaitingRecords;
                if (waitingBytes >= maxBytes || waitingRecords >= maxRecords || !branch.HasRoom)
                {
                    return (since, true, isHeldUp);
                }
            }
        }

        Interlocked.Add(ref bytes, waitingBytes);
        Interlocked.Add(ref records, waitingRecords);
        return (since, false, isHeldUp);
    }
}
