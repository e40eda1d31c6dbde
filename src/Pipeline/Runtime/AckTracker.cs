using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Keeps what a branch took from one stream in the order of reading, over all files of the stream, and moves the branch's checkpoints
/// behind what is finished without a gap. So a file's checkpoint never runs ahead of an earlier file's records.
/// Files with unfinished records are retained; the cursor retains those that it has still to read.
/// </summary>
internal sealed class AckTracker(string pipeline, string store, CheckpointStore checkpoints)
{
    private readonly Queue<AckEntry> entries = new();
    private readonly List<ILogFile> retained = [];
    private readonly Lock gate = new();
    private (ulong FileId, long To) last;
    private (ulong FileId, long To)? lagging;
    private bool closed;

    /// <summary>Whether everything that was taken is finished.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return entries.Count == 0;
            }
        }
    }

    /// <summary>The file being acknowledged, 0 if none is yet, and the offset up to which it is.</summary>
    public (ulong FileId, long To) Acknowledged
    {
        get
        {
            lock (gate)
            {
                return last;
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
    /// <param name="unfinished">Number of records that the branch takes, at least 1.</param>
    public AckEntry Begin(int unfinished)
    {
        var entry = new AckEntry(this, unfinished);
        lock (gate)
        {
            entries.Enqueue(entry);
        }

        return entry;
    }

    /// <summary>Appends the mark that says how far a file was read with the batches before it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="to">Offset up to which it was read.</param>
    /// <param name="heldFileId">File of the lowest line still held.</param>
    /// <param name="heldFrom">Offset of that line; <see cref="long.MaxValue"/> if none is held.</param>
    public void Reached(ILogFile file, long to, ulong heldFileId, long heldFrom)
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
                retained.Add(file);
            }

            entries.Enqueue(new AckEntry(this, 0) { File = file, To = to, HeldFileId = heldFileId, HeldFrom = heldFrom });
        }

        Advance();
    }

    /// <summary>Takes no notice of anything from now on: what is unfinished is read again by somebody else.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            entries.Clear();
            LetGo(null);
        }
    }

    /// <summary>Moves the checkpoints behind the finished head of the queue.</summary>
    public void Advance()
    {
        lock (gate)
        {
            AckEntry? mark = null;
            while (entries.TryPeek(out var entry) && entry.IsFinished)
            {
                entries.Dequeue();
                if (entry.File is null)
                {
                    continue;
                }

                if (mark is not null && mark.File != entry.File)
                {
                    Persist(mark);
                }

                mark = entry;
            }

            if (mark is not null)
            {
                Persist(mark);
                LetGo(mark);
            }
        }
    }

    private void Persist(AckEntry mark)
    {
        var file = mark.File!;
        last = (file.Id, mark.To);
        if (lagging is { } earlier && earlier.FileId != file.Id && (mark.HeldFrom == long.MaxValue || mark.HeldFileId != earlier.FileId))
        {
            Set(earlier.FileId, earlier.To, earlier.To);
            lagging = null;
        }

        if (mark.HeldFrom == long.MaxValue)
        {
            lagging = null;
            Set(file.Id, mark.To, mark.To);
        }
        else if (mark.HeldFileId == file.Id)
        {
            lagging = (file.Id, mark.To);
            Set(file.Id, mark.HeldFrom, mark.To);
        }
        else
        {
            // The held line lies in an earlier file: after a restart this one is read from its start, to complete that line again.
            Set(file.Id, 0, mark.To);
        }
    }

    private void Set(ulong fileId, long offset, long skip) => checkpoints.Set(new(pipeline, store, fileId), new(offset, skip));

    /// <summary>Releases the files that nothing unfinished lies in any more.</summary>
    private void LetGo(AckEntry? mark)
    {
        for (var i = retained.Count - 1; i >= 0; i--)
        {
            var file = retained[i];
            var isNeeded = mark is not null && mark.HeldFrom != long.MaxValue && file.Id == mark.HeldFileId;
            if (!isNeeded && !entries.Any(e => e.File == file))
            {
                file.ReleaseAcknowledged();
                retained.RemoveAt(i);
            }
        }
    }
}
