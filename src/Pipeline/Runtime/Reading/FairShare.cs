namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>One pipeline's share of the readers' processor time. Used by all readers at once.</summary>
internal sealed class FairShare
{
    // What may be used ahead of the one that had least, so that a turn is worth the change of work.
    private const long AheadNanos = 2_000_000;
    private readonly FairShares all;
    private long virtualTime;
    private long askedIn;

    internal FairShare(FairShares all, string @namespace, long virtualTime)
    {
        this.all = all;
        Namespace = @namespace;
        this.virtualTime = virtualTime;
        askedIn = all.Epoch;
    }

    /// <summary>The namespace whose part it shares.</summary>
    public string Namespace { get; }

    /// <summary>Pipelines of the namespace that want to read, this one included.</summary>
    internal int Neighbours { get; set; } = 1;

    /// <summary>When somebody last asked for a turn.</summary>
    internal long AskedIn => Volatile.Read(ref askedIn);

    /// <summary>Processor time that was used, in nanoseconds, weighted.</summary>
    internal long VirtualTime => Volatile.Read(ref virtualTime);

    /// <summary>Asks for a turn: false if others that want one have had less.</summary>
    public bool MayRun()
    {
        var floor = all.Floor;
        var had = VirtualTime;
        if (!all.IsRecent(AskedIn) && had < floor)
        {
            // It was idle meanwhile.
            Interlocked.CompareExchange(ref virtualTime, floor, had);
            had = floor;
        }

        Volatile.Write(ref askedIn, all.Epoch);
        return had <= floor + AheadNanos;
    }

    /// <summary>Charges the processor time of a turn.</summary>
    public void Charge(long nanos)
    {
        Interlocked.Add(ref virtualTime, nanos * Neighbours);
        all.Worked(nanos);
    }

    /// <summary>Gives the share back.</summary>
    public void Leave() => all.Leave(this);
}
