namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>
/// The segments of one owner: appending, syncing in groups, acknowledging. An entry is told to last only after its segment's bytes and its
/// segment's name were synced. A segment whose sync failed is never synced again: it keeps what lasted before, and the entries that it failed
/// go, from memory, into a new one. Safe for concurrent use.
/// </summary>
internal sealed partial class OwnerLog
{
    private readonly DiskBuffer buffer;
    private readonly List<Segment> segments = [];
    private readonly Dictionary<(string Key, ulong FileId), StoredStream> streams = [];
    private readonly List<UnsyncedEntry> unsynced = [];
    private readonly Lock gate = new();
    private readonly Lock syncGate = new();
    private Segment? active;
    private long unsyncedBytes;
    private long last;
    private long synced;
    private bool isSyncing;

    /// <summary>Makes a log without segments.</summary>
    public OwnerLog(DiskBuffer buffer, string owner)
    {
        this.buffer = buffer;
        Owner = owner;
    }

    /// <summary>Whose it is.</summary>
    public string Owner { get; }

    /// <summary>Bytes of its segments on the disk.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Its streams that hold bytes.</summary>
    public IReadOnlyList<StoredStream> Streams
    {
        get
        {
            lock (gate)
            {
                return [.. streams.Values];
            }
        }
    }

    /// <summary>Appends bytes of a stream.</summary>
    public AppendResult Append(string key, ulong fileId, long offset, ReadOnlySpan<byte> payload, out BufferTicket ticket)
    {
        ticket = default;
        var content = SegmentFormat.Content(EntryKind.Data, Owner, key, fileId, offset, payload);
        if (Volatile.Read(ref unsyncedBytes) + content.Length > buffer.Options.UnsyncedBytes && !Commit(Volatile.Read(ref last)))
        {
            return AppendResult.Unavailable;
        }

        lock (gate)
        {
            var needed = content.Length + SegmentFormat.FrameLength;
            needed += active is null || active.End + needed > buffer.Options.SegmentBytes ? DiskBuffer.SegmentOverhead : 0;
            if (HeldBytes + needed > buffer.Options.OwnerQuotaBytes || buffer.HeldBytes + needed > buffer.Options.QuotaBytes)
            {
                return AppendResult.Full;
            }

            var entry = new UnsyncedEntry(last + 1, StreamFor(key, fileId), EntryKind.Data, offset, payload.Length, content);
            if (!TryWrite(entry))
            {
                return AppendResult.Unavailable;
            }

            Note(entry);
            ticket = new BufferTicket(this, entry.Number);
            return AppendResult.Accepted;
        }
    }

    /// <summary>Notes how far a reader has acknowledged a stream, and removes segments that nobody needs any more.</summary>
    public void Acknowledge(StoredStream stream, string reader, long offset)
    {
        lock (gate)
        {
            stream.Acknowledge(reader, offset);
            Trim();
            if (streams.ContainsKey((stream.Key, stream.FileId)))
            {
                var content = SegmentFormat.Content(
                    EntryKind.Position, Owner, stream.Key, stream.FileId, offset, System.Text.Encoding.UTF8.GetBytes(reader));
                var entry = new UnsyncedEntry(last + 1, stream, EntryKind.Position, offset, 0, content);

                // What is not written is sent once more after a restart; it must not be refused for want of room, or no room would ever be made.
                if (unsyncedBytes <= buffer.Options.UnsyncedBytes && TryWrite(entry))
                {
                    Note(entry);
                }
            }
        }
    }

    /// <summary>Makes everything last that was appended up to an entry; many callers share one sync.</summary>
    /// <returns>Whether it does. If not, the entries stay in memory, and a later call writes them to a new segment.</returns>
    public bool Commit(long number)
    {
        lock (syncGate)
        {
            UnsyncedEntry[] batch;
            lock (gate)
            {
                if (number <= synced)
                {
                    return true;
                }

                if (!unsynced.TrueForAll(e => e.Segment is not null || TryWrite(e)))
                {
                    return false;
                }

                batch = [.. unsynced];
                isSyncing = true;
            }

            var isSynced = batch.Select(e => e.Segment!).Distinct().All(TrySync);
            lock (gate)
            {
                isSyncing = false;
                if (isSynced)
                {
                    Settle(batch);
                }
            }

            if (isSynced)
            {
                buffer.Works();
            }

            return isSynced;
        }
    }

    /// <summary>Syncs what is there and closes all files.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (active is not null)
            {
                Complete(active);
                Retire();
            }
        }

        Commit(long.MaxValue);
        lock (gate)
        {
            segments.ForEach(s => s.Dispose());
        }
    }

    private StoredStream StreamFor(string key, ulong fileId)
    {
        if (!streams.TryGetValue((key, fileId), out var stream))
        {
            streams[(key, fileId)] = stream = new StoredStream(this, key, fileId);
        }

        return stream;
    }

    private void Note(UnsyncedEntry entry)
    {
        unsynced.Add(entry);
        unsyncedBytes += entry.Content.Length;
        last = entry.Number;
    }

    private void Hold(long bytes)
    {
        HeldBytes += bytes;
        buffer.Hold(bytes);
    }

    /// <summary>Writes an entry to the active segment, or to a new one.</summary>
    private bool TryWrite(UnsyncedEntry entry)
    {
        try
        {
            var needed = SegmentFormat.FrameLength + entry.Content.Length;
            if (active is not null && active.End + needed > buffer.Options.SegmentBytes && active.Ordinal > 0)
            {
                Complete(active);
                Retire();
            }

            active ??= BeginSegment();
            entry.Position = active.Append(entry.Content);
            entry.Segment = active;
            (entry.Kind == EntryKind.Data ? active.Streams : active.Positions).Add(entry.Stream);
            Hold(needed);
            return true;
        }
        catch (IOException e)
        {
            buffer.Fails(e.Message);
            Retire();
            return false;
        }
    }

    private Segment BeginSegment()
    {
        var segment = buffer.NewSegment();
        try
        {
            segment.Begin(buffer.Files);
        }
        catch (IOException)
        {
            segment.Dispose();
            TryDelete(segment);
            throw;
        }

        segments.Add(segment);
        Hold(segment.End);
        return segment;
    }

    /// <summary>Writes the last entry of a segment; without it, a damaged end cannot be told from one that was never written.</summary>
    private void Complete(Segment segment)
    {
        try
        {
            var content = SegmentFormat.Content(EntryKind.End, Owner, "", 0, 0, []);
            segment.Append(content);
            Hold(SegmentFormat.FrameLength + content.Length);
        }
        catch (IOException e)
        {
            buffer.Fails(e.Message);
        }
    }

    /// <summary>Writes no more to the active segment. Half an entry at its end, of a write that failed, is cut off if the disk lets us.</summary>
    private void Retire()
    {
        if (active is not { } old)
        {
            return;
        }

        active = null;
        if (old.Ordinal == 0 && TryDelete(old))
        {
            // On a full disk every try would leave one more.
            segments.Remove(old);
            Hold(-old.End);
            old.Dispose();
            return;
        }

        try
        {
            if (old.File!.Length > old.End)
            {
                old.File.SetLength(old.End);
            }
        }
        catch (IOException)
        {
            // Told already; the scan takes it for a torn end.
        }

        if (!unsynced.Exists(e => e.Segment == old))
        {
            old.Dispose();
        }
    }

    private bool TrySync(Segment segment)
    {
        try
        {
            segment.File!.Sync();
            buffer.SyncName(segment);
            return true;
        }
        catch (IOException e)
        {
            buffer.Counters.SyncFailed();
            buffer.Fails(e.Message);
            lock (gate)
            {
                Distrust(segment);
            }

            return false;
        }
    }

    /// <summary>Gives up what a segment has not synced: it is written anew, elsewhere.</summary>
    private void Distrust(Segment segment)
    {
        active = active == segment ? null : active;
        foreach (var entry in unsynced.Where(e => e.Segment == segment))
        {
            entry.Segment = null;
        }

        Hold(segment.SyncedEnd - segment.End);
        segment.End = segment.SyncedEnd;
        try
        {
            segment.File!.SetLength(segment.End);
        }
        catch (IOException)
        {
            // Then entries stand twice: the same bytes at the same offsets.
        }

        segment.Dispose();
        if (segment.End == 0)
        {
            segments.Remove(segment);
            TryDelete(segment);
        }
    }

    /// <summary>What is synced can be read, and need not be kept in memory.</summary>
    private void Settle(UnsyncedEntry[] batch)
    {
        foreach (var entry in batch)
        {
            var segment = entry.Segment!;
            segment.SyncedEnd = Math.Max(segment.SyncedEnd, entry.Position + SegmentFormat.FrameLength + entry.Content.Length);
            unsyncedBytes -= entry.Content.Length;
            if (entry.Kind == EntryKind.Data)
            {
                entry.Stream.Add(segment, entry.Position, entry.Offset, entry.Offset + entry.Length);
            }
        }

        unsynced.RemoveRange(0, batch.Length);
        synced = batch.Length == 0 ? synced : batch[^1].Number;
        foreach (var segment in segments)
        {
            if (segment.File is not null && segment != active && !unsynced.Exists(e => e.Segment == segment))
            {
                segment.Dispose();
            }
        }

        Trim();
    }

    /// <summary>
    /// Removes segments of which all is acknowledged, oldest first. One that holds the position of a stream that an older segment has bytes of
    /// stays, or after a restart those would count as never acknowledged.
    /// </summary>
    private void Trim()
    {
        var older = new HashSet<StoredStream>();
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            var isNeeded = segment.Streams.Any(s => s.Needs(segment)) || segment.Positions.Overlaps(older)
                || unsynced.Exists(e => e.Segment == segment && (isSyncing || e.Kind == EntryKind.Data || older.Contains(e.Stream)));
            if (isNeeded || (segment == active && i > 0) || !TryDelete(segment))
            {
                older.UnionWith(segment.Streams);
                continue;
            }

            segment.Dispose();
            active = active == segment ? null : active;
            Hold(-segment.End);
            segments.RemoveAt(i--);
            DropPositions(segment);
            foreach (var stream in segment.Streams)
            {
                if (stream.Forget(segment) && !unsynced.Exists(e => e.Stream == stream))
                {
                    streams.Remove((stream.Key, stream.FileId));
                }
            }
        }
    }

    /// <summary>Positions whose bytes are gone need not last.</summary>
    private void DropPositions(Segment segment)
    {
        foreach (var entry in unsynced.Where(e => e.Segment == segment).ToArray())
        {
            unsynced.Remove(entry);
            unsyncedBytes -= entry.Content.Length;
        }
    }

    private bool TryDelete(Segment segment)
    {
        try
        {
            buffer.Files.Delete(segment.Path);
            return true;
        }
        catch (IOException e)
        {
            buffer.Fails(e.Message);
            return false;
        }
    }
}
