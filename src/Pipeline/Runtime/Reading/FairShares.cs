using System.Runtime.InteropServices;

namespace LogOperator.Pipeline.Runtime.Reading;

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
    private readonly Dictionary<string, int> neighbours = new(StringComparer.Ordinal);
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
            var least = CountNeighbours();
            foreach (var share in shares)
            {
                if (neighbours.TryGetValue(share.Namespace, out var count))
                {
                    share.Neighbours = count;
                }
            }

            if (neighbours.Count > 0)
            {
                Volatile.Write(ref floor, Math.Max(floor, least));
            }

            Volatile.Write(ref epoch, epoch + 1);
            return true;
        }
    }

    /// <summary>Counts in each namespace the shares that want to read.</summary>
    /// <returns>The least virtual time of theirs.</returns>
    private long CountNeighbours()
    {
        neighbours.Clear();
        var least = long.MaxValue;
        foreach (var share in shares)
        {
            if (IsRecent(share.AskedIn))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(neighbours, share.Namespace, out _)++;
                least = Math.Min(least, share.VirtualTime);
            }
        }

        return least;
    }

    /// <summary>Notes that somebody worked for so long.</summary>
    internal void Worked(long nanos) => Interlocked.Add(ref charged, nanos);

    /// <summary>Whether a share that asked last in an epoch still counts as one that wants to read.</summary>
    internal bool IsRecent(long asked) => Epoch - asked <= 1;
}
