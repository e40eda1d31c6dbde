namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Divides the readers' processor time: equally among the namespaces that have something to read, and in each equally among its pipelines. Whoever has had more than the
/// one that has had least is behind it in the queue; nobody is held back while a reader would be idle.
/// </summary>
/// <remarks>
/// Start-time fair queueing with a clock that only the readers' work moves. Each share has a virtual time, which grows by the processor time that it used, multiplied by
/// the number of pipelines that share its namespace's part. A share that was idle begins at the time of the others: idleness saves nothing up.
/// </remarks>
internal sealed class FairShares
{
    private const long WorthComparing = 2_000_000;
    private readonly Lock gate = new();
    private readonly List<FairShare> shares = [];
    private long epoch;
    private long floor;
    private long charged;

    /// <summary>Gives a pipeline a share of its namespace's part.</summary>
    public FairShare Join(string @namespace)
    {
        var share = new FairShare(this, @namespace, Volatile.Read(ref floor));
        lock (gate)
        {
            shares.Add(share);
        }

        return share;
    }

    /// <summary>Takes a share away.</summary>
    public void Leave(FairShare share)
    {
        lock (gate)
        {
            shares.Remove(share);
        }
    }

    /// <summary>The virtual time of the share that had least, among those that want to read.</summary>
    internal long Floor => Volatile.Read(ref floor);

    /// <summary>Counts how often the shares were compared.</summary>
    internal long Epoch => Volatile.Read(ref epoch);

    /// <summary>Compares the shares anew if enough was done since the last time. To be called when everybody who wants to read has asked for a turn since then.</summary>
    /// <returns>Whether it may be another one's turn now.</returns>
    public bool Compare()
    {
        if (Volatile.Read(ref charged) < WorthComparing)
        {
            return false;
        }

        lock (gate)
        {
            Volatile.Write(ref charged, 0);
            var active = shares.Where(s => IsRecent(s.AskedIn)).ToList();
            foreach (var neighbours in active.GroupBy(s => s.Namespace, StringComparer.Ordinal))
            {
                var count = neighbours.Count();
                foreach (var share in neighbours)
                {
                    share.Neighbours = count;
                }
            }

            if (active.Count > 0)
            {
                Volatile.Write(ref floor, Math.Max(floor, active.Min(s => s.VirtualTime)));
            }

            Volatile.Write(ref epoch, epoch + 1);
            return true;
        }
    }

    /// <summary>Notes that somebody worked for so long.</summary>
    internal void Worked(long nanos) => Interlocked.Add(ref charged, nanos);

    /// <summary>Whether a share that asked last in an epoch still counts as one that wants to read.</summary>
    internal bool IsRecent(long asked) => Epoch - asked <= 1;
}
