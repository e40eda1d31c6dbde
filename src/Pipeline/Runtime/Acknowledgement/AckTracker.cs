using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>
/// Keeps what a branch took from one stream in the order of reading, over all files of the stream, and moves the branch's checkpoints
/// behind what is finished without a gap. So a file's checkpoint never runs ahead of an earlier file's records.
/// Files with unfinished records are retained; the cursor retains those that it has still to read. Keeps the ledgers of the files.
/// </summary>
internal sealed partial class AckTracker(CheckpointStore checkpoints, BranchLedger sums)
{
    private const int LeastFolded = 256;

    // Of one walk at a time.
    [ThreadStatic]
    private static HashSet<ulong>? scratch;

    private readonly Lock gate = new();

    // There are ten thousands of trackers, most of them idle and with one file: what is not in use takes no memory.
    private AckSteps steps;
    private AckSteps passed;
    private List<Posting>? postings;
    private ILogFile[] retained = [];
    private FileLedger[] ledgers = [];
    private LagClock? clock;
    private (ulong FileId, long To) last;
    private (ulong FileId, long To, StreamPlaces? Places)[] lagging = [];
    private ulong heldAtMark;
    private long foldedBytes;
    private bool closed;
    private int foldAt = LeastFolded;

    /// <summary>Batches and marks that wait for an unfinished one.</summary>
    public int Steps
    {
        get
        {
            lock (gate)
            {
                return steps.Count;
            }
        }
    }

    /// <summary>Whether everything that was taken is finished.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return steps.Count == 0;
            }
        }
    }

    /// <summary>The file that is being acknowledged; 0 if none is yet.</summary>
    public ulong PresentFile
    {
        get
        {
            lock (gate)
            {
                return last.FileId;
            }
        }
    }

    /// <summary>Notes where the branch begins, unless something is acknowledged already.</summary>
    public void Resume(Position position)
    {
        lock (gate)
        {
            last = last.FileId == 0 ? (position.FileId, position.Offset) : last;
        }
    }

    /// <summary>Appends a batch in read order.</summary>
    /// <param name="batch">The batch, which the caller holds until its last record is finished.</param>
    /// <param name="bit">The branch's bit in its records.</param>
    /// <param name="count">Number of records that the branch takes, at least 1.</param>
    /// <param name="bytes">Bytes that they own in the batch's file.</param>
    public AckEntry Begin(RecordBatch batch, ulong bit, int count, long bytes)
    {
        var entry = new AckEntry(this, batch, bit, count);
        lock (gate)
        {
            if (!closed)
            {
                steps.Enqueue(entry);
                LedgerOf(batch.FileId)?.Enqueue(bytes);
                for (var i = 0; i < batch.Elsewhere?.Count; i++)
                {
                    var owned = batch.Elsewhere[i];
                    if ((batch[owned.Record].Branches & bit) != 0)
                    {
                        LedgerOf(owned.FileId)?.Enqueue(owned.Bytes);
                    }
                }
            }
        }

        return entry;
    }

    /// <summary>Appends the mark that says how far a file was read with the batches before it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="to">Offset up to which it was read.</param>
    /// <param name="held">What is held to be joined.</param>
    /// <param name="isAgain">Whether this was read before, and is read again only to hold the same.</param>
    /// <param name="places">Where each stream goes on; null where what is held says that.</param>
    public void Reached(ILogFile file, long to, IHeldLines held, bool isAgain, MarkPlaces? places = null)
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            if (!retained.Contains(file))
            {
                file.RetainUnacknowledged();
                retained = [.. retained, file];
            }

            var (heldFileId, heldFrom) = HeldAt(file, to, held, places);
            steps.Enqueue(new AckMark
            {
                File = file,
                To = to,
                HeldFileId = heldFileId,
                HeldFrom = heldFrom,
                Places = places,
                Held = isAgain ? null : NoteHeld(file, to, held),
                Postings = postings ?? [],
            });
            postings = null;
            if (steps.Count >= foldAt)
            {
                FoldSteps();
                foldAt = Math.Max(LeastFolded, 2 * steps.Count);
            }

            // Else it waits behind something unfinished, as all that stands in the queue does.
            if (steps.Count == 1)
            {
                Advance();
            }
        }
    }

    /// <summary>Notes that what is held is read again, to be joined in another way.</summary>
    public void Rejoin()
    {
        lock (gate)
        {
            lagging = [];
            foreach (var mark in steps.All.OfType<AckMark>())
            {
                mark.IsRejoined = true;
            }
        }
    }

    /// <summary>Notes what became of records.</summary>
    public void Finish(AckEntry entry, ReadOnlySpan<int> records, long bytes, ByteFate fate)
    {
        lock (gate)
        {
            var elsewhere = entry.Note(records, bytes, fate);
            if (!closed)
            {
                LedgerOf(entry.FileId)?.Finish(fate, bytes);
                foreach (var owned in elsewhere ?? [])
                {
                    LedgerOf(owned.FileId)?.Finish(fate, owned.Bytes);
                }
            }

            if (entry.IsFinished)
            {
                Advance();
            }
        }
    }

    /// <summary>Notes what became of records that follow each other, of a batch that the branch takes whole.</summary>
    public void FinishRun(AckEntry entry, int first, int count, long bytes, ByteFate fate)
    {
        lock (gate)
        {
            entry.NoteRun(first, count, bytes, fate);
            if (!closed)
            {
                LedgerOf(entry.FileId)?.Finish(fate, bytes);
            }

            if (entry.IsFinished)
            {
                Advance();
            }
        }
    }

    /// <summary>Notes that an entry's batch is about to be reused.</summary>
    public void LetGo(AckEntry entry)
    {
        lock (gate)
        {
            entry.Forget();
        }
    }

    /// <summary>Takes no notice of anything from now on.</summary>
    /// <param name="end">What becomes of what is unfinished: its pipeline was deleted; null if somebody else reads it again.</param>
    public void Close(ByteFate? end = null)
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            NoteFinished();
            closed = true;
            foreach (var ledger in ledgers)
            {
                sums.Close(ledger, end);
            }

            steps.Clear();
            passed.Clear();
            for (var i = retained.Length - 1; i >= 0; i--)
            {
                Release(i);
            }
        }
    }

    /// <summary>Writes what is finished beyond the mark into the checkpoints, so that a restart does not deliver it again.</summary>
    public void Note()
    {
        lock (gate)
        {
            if (!closed)
            {
                NoteFinished();
            }
        }
    }

    /// <summary>Moves the checkpoints behind the finished head of the queue.</summary>
    private void Advance()
    {
        AckMark? mark = null;
        while (steps.First is { IsFinished: true } step)
        {
            steps.Dequeue();
            if (step is AckEntry entry)
            {
                passed.Enqueue(entry);
                continue;
            }

            var next = (AckMark)step;
            if (mark is not null && mark.File != next.File)
            {
                Persist(mark);
            }

            mark = next;
            Settle(mark);
        }

        if (mark is not null)
        {
            Persist(mark);
            heldAtMark = mark.HeldFrom != long.MaxValue ? mark.HeldFileId : 0;
        }

        if (mark is not null || retained.Length > 1)
        {
            ReleaseFinished();
        }
    }

    /// <summary>
    /// Releases the files that nothing unfinished lies in any more, whatever an earlier file still waits for: where the store is dead and what does not
    /// fit is dropped, that may be for ever.
    /// </summary>
    private void ReleaseFinished()
    {
        if (TryFindNeeded() is not { } needed)
        {
            return;
        }

        for (var i = retained.Length - 1; i >= 0; i--)
        {
            if (!needed.Contains(retained[i].Id))
            {
                Release(i);
            }
        }
    }

    /// <summary>Finds the files of records that are unfinished, and of lines that are held.</summary>
    /// <returns>Null if it is not known in which files they end.</returns>
    private HashSet<ulong>? TryFindNeeded()
    {
        var needed = scratch ??= [];
        needed.Clear();
        if (steps.Count == 0 && heldAtMark == 0)
        {
            return needed;
        }

        var (held, open) = (heldAtMark, (AckEntry?)null);
        for (var step = steps.First; step is not null; step = step.Next)
        {
            if (step is AckEntry { IsFinished: false } entry)
            {
                if (entry.EndsElsewhere)
                {
                    return null;
                }

                open = entry;
            }
            else if (step is AckMark mark)
            {
                if (open is not null)
                {
                    needed.Add(mark.File.Id);
                    AddSince(held, needed);
                }

                (held, open) = (mark.HeldFrom != long.MaxValue ? mark.HeldFileId : 0, null);
            }
        }

        needed.Add(open?.FileId ?? 0);
        AddSince(held, needed);
        return needed;
    }

    /// <summary>Adds the file of a held line and those behind it: all of a file may be part of a record that goes on in the next one.</summary>
    private void AddSince(ulong held, HashSet<ulong> needed)
    {
        if (held == 0)
        {
            return;
        }

        var first = Array.FindIndex(retained, f => f.Id == held);
        foreach (var file in retained.AsSpan(Math.Max(0, first)))
        {
            needed.Add(file.Id);
        }
    }

    private void Release(int index)
    {
        retained[index].ReleaseAcknowledged();
        retained = retained.Length == 1 ? [] : [.. retained[..index], .. retained[(index + 1)..]];
    }
}
