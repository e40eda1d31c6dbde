using LogOperator.Pipeline.Buffering;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Keeps the batches that a branch took from one stream in the order of reading, over all files of the stream, and moves the branch's
/// checkpoints behind what is finished without a gap. So a file's checkpoint never runs ahead of an earlier file's records.
/// </summary>
internal sealed class AckTracker(string pipeline, string store, CheckpointStore checkpoints)
{
    private readonly Queue<AckEntry> entries = new();
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

    /// <summary>Offset up to which the file being read is acknowledged.</summary>
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

    /// <summary>Appends a batch in read order.</summary>
    /// <param name="fileId">The file that was read.</param>
    /// <param name="to">Offset up to which it was read; negative for a batch that only finishes records of an earlier file.</param>
    /// <param name="heldFileId">File of the lowest line still held.</param>
    /// <param name="heldFrom">Offset of that line; <see cref="long.MaxValue"/> if none is held.</param>
    /// <param name="unfinished">Number of records that the branch takes.</param>
    public AckEntry Begin(ulong fileId, long to, ulong heldFileId, long heldFrom, int unfinished)
    {
        var entry = new AckEntry(this, fileId, to, heldFileId, heldFrom, unfinished);
        lock (gate)
        {
            entries.Enqueue(entry);
        }

        if (unfinished == 0)
        {
            Advance();
        }

        return entry;
    }

    /// <summary>Takes no notice of anything from now on: what is unfinished is read again by somebody else.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            entries.Clear();
        }
    }

    /// <summary>Moves the checkpoints behind the finished head of the queue.</summary>
    public void Advance()
    {
        lock (gate)
        {
            AckEntry? newest = null;
            while (!closed && entries.TryPeek(out var entry) && entry.IsFinished)
            {
                entries.Dequeue();
                if (entry.To < 0)
                {
                    continue;
                }

                if (newest is not null && newest.FileId != entry.FileId)
                {
                    Persist(newest);
                }

                newest = entry;
            }

            if (newest is not null)
            {
                Persist(newest);
            }
        }
    }

    private void Persist(AckEntry entry)
    {
        last = (entry.FileId, entry.To);
        if (lagging is { } earlier && earlier.FileId != entry.FileId && (entry.HeldFrom == long.MaxValue || entry.HeldFileId != earlier.FileId))
        {
            Set(earlier.FileId, earlier.To, earlier.To);
            lagging = null;
        }

        if (entry.HeldFrom == long.MaxValue)
        {
            lagging = null;
            Set(entry.FileId, entry.To, entry.To);
        }
        else if (entry.HeldFileId == entry.FileId)
        {
            lagging = (entry.FileId, entry.To);
            Set(entry.FileId, entry.HeldFrom, entry.To);
        }
        else
        {
            // The held line lies in an earlier file: after a restart this one is read from its start, to complete that line again.
            Set(entry.FileId, 0, entry.To);
        }
    }

    private void Set(ulong fileId, long offset, long skip) => checkpoints.Set(new(pipeline, store, fileId), new(offset, skip));
}
