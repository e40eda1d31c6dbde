using LogOperator.Pipeline.Buffering;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>
/// The sums of a branch's ledgers since the process began. Outlives the branch's swaps and the deletion of its pipeline. Safe for
/// concurrent use.
/// </summary>
/// <param name="pipeline">Key of the pipeline.</param>
/// <param name="store">Key of the store.</param>
/// <param name="time">The clock.</param>
internal sealed class BranchLedger(string pipeline, string store, TimeProvider time)
{
    private readonly Dictionary<ulong, long> owed = [];
    private readonly long[] told = new long[FateBytes.Count];
    private readonly Lock gate = new();
    private FateBytes counted;
    private long duplicates;
    private long toldDuplicates;
    private LedgerEntry gone;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Key of the pipeline.</summary>
    public string Pipeline => pipeline;

    /// <summary>Key of the store.</summary>
    public string Store => store;

    /// <summary>The ledgers of files that are gone: read to their end, lost, or left by a deleted pipeline.</summary>
    public LedgerEntry Gone
    {
        get
        {
            lock (gate)
            {
                return gone;
            }
        }
    }

    /// <summary>Takes over the ledger of a file that is gone and finished.</summary>
    public void Fold(FileLedger ledger)
    {
        lock (gate)
        {
            Add(ledger, ledger.Read());
        }
    }

    /// <summary>Takes over the ledger of a branch that ends.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="end">What becomes of what is unfinished; null if it is read again.</param>
    public void Close(FileLedger ledger, ByteFate? end)
    {
        lock (gate)
        {
            if (end is not null || ledger.Gone is not null)
            {
                Add(ledger, ledger.Read(end ?? ledger.Gone));
                return;
            }

            counted.Add(ledger.Counted(isReadAgain: true));
            duplicates += ledger.Duplicates;
            if (ledger.AcknowledgedAbove > 0)
            {
                owed[ledger.File.Id] = ledger.AcknowledgedAbove;
            }
        }
    }

    /// <summary>Counts bytes that nobody's ledger holds.</summary>
    public void Lose(ByteFate reason, long bytes)
    {
        lock (gate)
        {
            counted.Add(reason, bytes);
        }
    }

    /// <summary>Bytes of a file that an earlier form of the branch acknowledged beyond its mark; asked once.</summary>
    public long TakeOwed(ulong fileId)
    {
        lock (gate)
        {
            return owed.Remove(fileId, out var bytes) ? bytes : 0;
        }
    }

    /// <summary>
    /// What was counted since the process began, by fate. Never less than it was told before, though what is read again after a swap was
    /// counted once already.
    /// </summary>
    /// <param name="open">What is counted in the open ledgers.</param>
    /// <param name="openDuplicates">Duplicates that are counted there.</param>
    public (long[] Fates, long Duplicates) Tell(in FateBytes open, long openDuplicates)
    {
        lock (gate)
        {
            for (var fate = 0; fate < told.Length; fate++)
            {
                told[fate] = Math.Max(told[fate], counted[(ByteFate)fate] + open[(ByteFate)fate]);
            }

            toldDuplicates = Math.Max(toldDuplicates, duplicates + openDuplicates);
            return ([.. told], toldDuplicates);
        }
    }

    private void Add(FileLedger ledger, in LedgerEntry entry)
    {
        var before = ledger.Counted();
        var fates = ledger.Read().Fates;
        counted.Add(before);

        // What Read adds to the fates that were counted: bytes that are lost, or dropped with their pipeline.
        var added = entry.Fates.Copy();
        added.Subtract(fates);
        counted.Add(added);
        duplicates += ledger.Duplicates;
        gone = gone.Plus(entry);
    }
}
