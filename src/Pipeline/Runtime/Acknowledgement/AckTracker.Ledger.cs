using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>What became of the bytes of the stream's files.</summary>
internal sealed partial class AckTracker
{
    /// <summary>How long the oldest unfinished bytes had been there when the ledgers were read last.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>Opens the ledger of a file, unless it is open.</summary>
    /// <param name="file">The file, which is read next.</param>
    /// <param name="skip">Offset before which nothing is emitted.</param>
    public void Open(ILogFile file, long skip)
    {
        lock (gate)
        {
            if (LedgerOf(file.Id) is null)
            {
                ledgers = [.. ledgers, new FileLedger(file, StandingIn(file) ?? new(skip, skip), sums.TakeOwed(file.Id))];
            }
        }
    }

    /// <summary>What was finished in a file beyond the place where reading resumed; null for nothing.</summary>
    public IReadOnlyList<FinishedRange>? KnownOf(ulong fileId)
    {
        lock (gate)
        {
            return LedgerOf(fileId)?.Known;
        }
    }

    /// <summary>Up to where a file was read, if nothing of it is unfinished, whatever an earlier file still waits for; null if something is.</summary>
    public long? FinishedTo(ulong fileId)
    {
        lock (gate)
        {
            return LedgerOf(fileId) is { IsIdle: true } ledger ? ledger.ReadTo : null;
        }
    }

    /// <summary>Notes the fate of bytes that the branch does not take.</summary>
    /// <param name="posting">The bytes.</param>
    /// <param name="isKnown">Whether they were acknowledged before a restart.</param>
    public void Post(Posting posting, bool isKnown = false)
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            (postings ??= new(1)).Add(posting);
            if (isKnown)
            {
                LedgerOf(posting.FileId)?.Confirm(posting.Bytes);
            }
            else
            {
                LedgerOf(posting.FileId)?.Post(posting.Fate, posting.Bytes);
            }
        }
    }

    /// <summary>Notes that a file was given up: what is unread of it is lost, and what is unfinished cannot be read again.</summary>
    /// <param name="file">The file.</param>
    /// <param name="files">The stream's files, with it.</param>
    /// <param name="reason">Why.</param>
    public void GiveUp(ILogFile file, IReadOnlyList<ILogFile> files, ByteFate reason)
    {
        lock (gate)
        {
            if (LedgerOf(file.Id) is { } open)
            {
                open.Gone = reason;
            }
            else if (!closed && !IsPassed(file, files))
            {
                ledgers = [.. ledgers, new FileLedger(file, StandingIn(file) ?? default, sums.TakeOwed(file.Id)) { Gone = reason }];
            }
        }
    }

    /// <summary>Bytes of a file from an offset on that are not finished.</summary>
    public long UnfinishedBehind(ILogFile file, long from)
    {
        lock (gate)
        {
            if (LedgerOf(file.Id) is { } open)
            {
                // What was delivered above the mark may lie before the offset: what is left of it behind is at most all.
                return Math.Max(0, Math.Min(open.Read().Pending, file.Size - Math.Max(from, open.MarkedTo)));
            }

            return Math.Max(0, file.Size - Math.Max(from, StandingIn(file)?.Skip ?? 0));
        }
    }

    /// <summary>Reads the ledgers of a stream's files: those that it has now, and those that are gone but not finished.</summary>
    /// <param name="files">The stream's files.</param>
    /// <param name="found">Takes them, in place of what is in it.</param>
    public void Read(IReadOnlyList<ILogFile> files, List<(ILogFile File, LedgerEntry Entry)> found)
    {
        found.Clear();
        lock (gate)
        {
            for (var i = 0; i < files.Count; i++)
            {
                found.Add((files[i], LedgerOf(files[i].Id)?.Read() ?? Unopened(files[i], files)));
            }

            var (finished, pending) = (foldedBytes, 0L);
            foreach (var ledger in ledgers)
            {
                finished += ledger.FinishedBelow;
                if (!Contains(files, ledger.FileId))
                {
                    found.Add((ledger.File, ledger.Read()));
                }
            }

            foreach (var (_, entry) in found)
            {
                pending += entry.Pending;
            }

            clock = pending == 0 ? null : clock ?? new LagClock(sums.Time);
            Lag = clock?.Observe(finished, pending) ?? TimeSpan.Zero;
        }
    }

    /// <summary>What this process counted of the files whose ledgers are open.</summary>
    public void Count(ref FateBytes counted, ref long duplicates)
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            foreach (var ledger in ledgers)
            {
                counted.Add(ledger.Counted());
                duplicates += ledger.Duplicates;
            }
        }
    }

    /// <summary>The process ends: nobody can read again what is unfinished of files that are gone.</summary>
    public void Leave()
    {
        lock (gate)
        {
            NoteFinished();
            foreach (var ledger in ledgers)
            {
                if (!closed && ledger.Gone is not null)
                {
                    sums.Close(ledger, null);
                    Remove(ledger);
                }
            }
        }
    }

    /// <summary>Closes the ledgers of files that are gone and of which nothing is unfinished.</summary>
    public void Fold(IReadOnlyList<ILogFile> files)
    {
        lock (gate)
        {
            foreach (var ledger in ledgers)
            {
                if (!closed && ledger.IsIdle && !Contains(files, ledger.FileId) && !steps.All.Any(s => s is AckMark m && m.File.Id == ledger.FileId))
                {
                    ledger.Gone ??= ByteFate.LostDeleted;
                    foldedBytes += ledger.FinishedBelow;
                    sums.Fold(ledger);
                    Remove(ledger);
                }
            }
        }
    }

    private static bool Contains(IReadOnlyList<ILogFile> files, ulong fileId)
    {
        for (var i = files.Count - 1; i >= 0; i--)
        {
            if (files[i].Id == fileId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The ledger of a file, if it is open: mostly the last one is asked for, and mostly there is no other.</summary>
    private FileLedger? LedgerOf(ulong fileId)
    {
        for (var i = ledgers.Length - 1; i >= 0; i--)
        {
            if (ledgers[i].FileId == fileId)
            {
                return ledgers[i];
            }
        }

        return null;
    }

    private void Remove(FileLedger ledger) => ledgers = Array.FindAll(ledgers, l => l != ledger);

    private CheckpointKey KeyOf(ulong fileId) => new(sums.Pipeline, sums.Store, fileId);

    /// <summary>The file's checkpoint, if it says what became of the bytes before it.</summary>
    private Checkpoint? StandingIn(ILogFile file) =>
        checkpoints.TryGet(KeyOf(file.Id), out var found) && found.Account is not null && found.Offset <= file.Size ? found : null;

    /// <summary>The ledger of a file that the branch has not come to, or passed before this process began.</summary>
    private LedgerEntry Unopened(ILogFile file, IReadOnlyList<ILogFile> files)
    {
        if (StandingIn(file) is { } standing)
        {
            return new FileLedger(file, standing, 0).Read();
        }

        var skipped = checkpoints.TryGet(KeyOf(file.Id), out var found) && found.Offset <= file.Size
            ? Math.Min(found.Skip, file.Size)
            : IsPassed(file, files) ? file.Size : 0;
        return new LedgerEntry(file.Size, skipped, default, file.Size - skipped, 0);
    }

    /// <summary>Whether the branch is beyond a file.</summary>
    private bool IsPassed(ILogFile file, IReadOnlyList<ILogFile> files)
    {
        var isBefore = false;
        for (var i = 0; i < files.Count; i++)
        {
            isBefore |= files[i].Id == file.Id;
            if (files[i].Id == last.FileId)
            {
                return isBefore && files[i].Id != file.Id;
            }
        }

        return false;
    }

    /// <summary>Takes over how far a file was read, and in which files how much is held.</summary>
    private (FileLedger Ledger, long Bytes)[] NoteHeld(ILogFile file, long to, IHeldLines held)
    {
        (FileLedger Ledger, long Bytes)[] changes = [];
        foreach (var ledger in ledgers)
        {
            if (ledger.FileId == file.Id)
            {
                var bytes = held.HeldBytesIn(ledger.FileId);
                ledger.Reached(to, bytes);
                changes = [.. changes, (ledger, bytes)];
            }
            else if (ledger.Held > 0 && held.HeldBytesIn(ledger.FileId) is var left && left != ledger.Held)
            {
                ledger.Hold(left);
                changes = [.. changes, (ledger, left)];
            }
        }

        return changes;
    }

    /// <summary>A mark was passed: what lies before it is finished for good.</summary>
    private void Settle(AckMark mark)
    {
        while (passed.Count > 0)
        {
            var entry = (AckEntry)passed.Dequeue();
            LedgerOf(entry.FileId)?.Settle(entry.Fates);
            foreach (var owned in entry.Elsewhere ?? [])
            {
                LedgerOf(owned.FileId)?.Settle(owned.Fate, owned.Bytes);
            }
        }

        foreach (var posting in mark.Postings)
        {
            LedgerOf(posting.FileId)?.Settle(posting.Fate, posting.Bytes);
        }

        foreach (var (ledger, bytes) in mark.Held ?? [])
        {
            if (ledger.File == mark.File)
            {
                ledger.Mark(mark.To, bytes);
            }
            else
            {
                ledger.MarkHeld(bytes);
            }
        }
    }

    private void NoteFinished()
    {
        if (steps.Count == 0)
        {
            return;
        }

        var isAhead = steps.All.Any(s => s is AckEntry { HasAcknowledged: true });
        foreach (var ledger in ledgers)
        {
            if ((!isAhead && ledger.Known is null && ledger.Finished is null) || ledger.Account() is not { } account)
            {
                continue;
            }

            var key = KeyOf(ledger.FileId);
            var standing = checkpoints.TryGet(key, out var found) && found.Offset <= ledger.File.Size ? found : new(ledger.MarkedTo, ledger.MarkedTo);
            var finished = FinishedRanges.Of(ledger.FileId, ledger.MarkedTo, steps.All, ledger.Known, ledger.ReadTo);
            if (standing.Finished is null ? finished is not null : finished is null || !finished.SequenceEqual(standing.Finished))
            {
                ledger.Finished = finished;
                checkpoints.Set(key, standing with { Account = account, Finished = finished });
            }
        }
    }
}
