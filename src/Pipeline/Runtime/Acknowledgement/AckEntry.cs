using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>A batch in a branch's way through a stream: records to be finished. Used under its tracker's lock.</summary>
/// <param name="tracker">The tracker that it stands in.</param>
/// <param name="batch">The batch; valid until <see cref="LetGo"/> or its last record is finished.</param>
/// <param name="bit">The branch's bit in the records.</param>
/// <param name="unfinished">Records that the branch takes.</param>
internal sealed class AckEntry(AckTracker tracker, RecordBatch batch, ulong bit, int unfinished) : AckStep, IFinished
{
    private readonly int count = unfinished;
    private int unfinished = unfinished;
    private RecordBatch? batch = batch;
    private ulong[]? acknowledged;
    private List<FinishedRange>? ended;
    private List<Posting>? elsewhere;
    private FateBytes fates;
    private bool isElsewhere;

    /// <summary>The file that the records begin in.</summary>
    public ulong FileId { get; } = batch.FileId;

    /// <inheritdoc/>
    public override bool IsFinished => unfinished == 0;

    /// <summary>Whether some of its records are acknowledged.</summary>
    public bool HasAcknowledged => acknowledged is not null || (unfinished == 0 && fates[ByteFate.Acknowledged] > 0);

    /// <summary>What became of its finished records, in the file in which they begin.</summary>
    public ref readonly FateBytes Fates => ref fates;

    /// <summary>The same for later files; null for none.</summary>
    public IReadOnlyList<Posting>? Elsewhere => elsewhere;

    /// <summary>Whether some of its records go on in later files.</summary>
    public bool EndsElsewhere => isElsewhere || batch?.Elsewhere is not null;

    /// <inheritdoc/>
    public void Finish(ReadOnlySpan<int> records, long bytes, ByteFate fate) => tracker.Finish(this, records, bytes, fate);

    /// <inheritdoc/>
    public void FinishRun(int first, int count, long bytes, ByteFate fate) => tracker.FinishRun(this, first, count, bytes, fate);

    /// <inheritdoc/>
    public void Abandon()
    {
        // What is unfinished is read again.
    }

    /// <inheritdoc/>
    public void LetGo() => tracker.LetGo(this);

    /// <summary>Remembers where the unfinished records lie, and forgets the batch. The tracker's alone.</summary>
    public void Forget()
    {
        if (batch is null)
        {
            return;
        }

        ended ??= [];
        AddUnacknowledged(ended);
        isElsewhere = batch.Elsewhere is not null;
        batch = null;
    }

    /// <summary>Notes what became of records. The tracker's alone.</summary>
    /// <returns>What they own in later files; null for nothing.</returns>
    public IReadOnlyList<Posting>? Note(ReadOnlySpan<int> records, long bytes, ByteFate fate)
    {
        fates.Add(fate, bytes);
        var before = elsewhere?.Count ?? 0;
        if (batch!.Elsewhere is not null)
        {
            NoteElsewhere(records, fate);
        }

        if (fate != ByteFate.Acknowledged)
        {
            // It is not told from what is unfinished: a restart has to come to the same end, and count it, once more.
            ended ??= [];
            foreach (var index in records)
            {
                AddEnded(new FinishedRange(batch[index].Start, batch[index].End));
            }
        }
        else if (records.Length < count)
        {
            acknowledged ??= new ulong[(batch.Count + 63) / 64];
            foreach (var index in records)
            {
                acknowledged[index / 64] |= 1UL << (index % 64);
            }
        }

        unfinished -= records.Length;
        if (unfinished == 0)
        {
            (batch, acknowledged) = (null, null);
        }

        return elsewhere is not null && elsewhere.Count > before ? elsewhere[before..] : null;
    }

    /// <summary>Notes what became of records that follow each other, of a batch that the branch takes whole. The tracker's alone.</summary>
    public void NoteRun(int first, int run, long bytes, ByteFate fate)
    {
        fates.Add(fate, bytes);
        if (fate != ByteFate.Acknowledged)
        {
            (ended ??= []).Add(new FinishedRange(batch![first].Start, batch[first + run - 1].End));
        }
        else if (run < count)
        {
            acknowledged ??= new ulong[(count + 63) / 64];
            for (var index = first; index < first + run; index++)
            {
                acknowledged[index / 64] |= 1UL << (index % 64);
            }
        }

        unfinished -= run;
        if (unfinished == 0)
        {
            (batch, acknowledged) = (null, null);
        }
    }

    /// <summary>Adds the places in a file of everything that is not acknowledged.</summary>
    /// <returns>False if it is not known where it lies.</returns>
    public bool AddUnfinished(ulong fileId, List<FinishedRange> places)
    {
        if (isElsewhere || (batch?.Elsewhere is { } owned && owned.Exists(o => o.FileId == fileId)))
        {
            return false;
        }

        if (fileId != FileId)
        {
            return true;
        }

        places.AddRange(ended ?? []);
        if (batch is not null)
        {
            AddUnacknowledged(places);
        }

        return true;
    }

    /// <summary>Takes over what a finished entry that follows in the same file says, so that both are one. The tracker's alone.</summary>
    /// <returns>Whether it could.</returns>
    public bool TryAbsorb(AckEntry next)
    {
        if (!IsFinished || !next.IsFinished || next.FileId != FileId || isElsewhere || next.isElsewhere || (elsewhere ?? next.elsewhere) is not null)
        {
            return false;
        }

        fates.Add(next.fates);
        foreach (var range in next.ended ?? [])
        {
            ended ??= [];
            AddEnded(range);
        }

        return true;
    }

    /// <summary>Lines that follow each other are one range: while the store is dead, all that is dropped is kept here.</summary>
    private void AddEnded(FinishedRange range)
    {
        if (ended!.Count > 0 && ended[^1].To == range.From)
        {
            ended[^1] = ended[^1] with { To = range.To };
        }
        else
        {
            ended.Add(range);
        }
    }

    private void AddUnacknowledged(List<FinishedRange> places)
    {
        if (batch!.TakenWholeBy != 0 && acknowledged is null)
        {
            places.Add(new FinishedRange(batch[0].Start, batch[batch.Count - 1].End));
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            if ((record.Branches & bit) != 0 && (acknowledged is null || (acknowledged[i / 64] >> (i % 64) & 1) == 0))
            {
                places.Add(new FinishedRange(record.Start, record.End));
            }
        }
    }

    private void NoteElsewhere(ReadOnlySpan<int> records, ByteFate fate)
    {
        foreach (var owned in batch!.Elsewhere!)
        {
            if (records.Contains(owned.Record))
            {
                (elsewhere ??= []).Add(new Posting(owned.FileId, fate, owned.Bytes));
            }
        }
    }
}
