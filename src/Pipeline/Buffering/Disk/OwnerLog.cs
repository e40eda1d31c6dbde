namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>
/// The segments of one owner: appending, syncing in groups, acknowledging. An entry is told to last only after its segment's bytes and its
/// segment's name were synced. A segment whose sync failed is never synced again: it keeps what lasted before, and the entries that it failed
/// go, from memory, into a new one. Safe for concurrent use.
/// </summary>
internal sealed class OwnerLog
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

    /// <summary>Takes over a segment of an earlier process, oldest first.</summary>
    public void Load(Segment segment, SegmentScan scan, ReadOnlySpan<byte> bytes)
    {
        (segment.End, segment.SyncedEnd, segment.IsNamed) = (bytes.Length, bytes.Length, true);
        segments.Add(segment);
        Hold(bytes.Length);
        var (soundFrom, end) = (0, SegmentFormat.HeaderLength);
        foreach (var entry in scan.Entries)
        {
            soundFrom = entry.Position == end ? soundFrom : entry.Position;
            end = entry.End;
            var (key, text) = SegmentText.Of(bytes, entry);
            if (entry.Head.Kind == EntryKind.End)
            {
                continue;
            }

            var stream = StreamFor(key, entry.Head.FileId);
            if (entry.Head.Kind == EntryKind.Position)
            {
                stream.Acknowledge(text, entry.Head.Offset);
                segment.Positions.Add(stream);
            }
            else
            {
                stream.Add(segment, entry.Position, entry.Head.Offset, entry.Head.Offset + entry.Head.PayloadLength, soundFrom);
                segment.Streams.Add(stream);
            }
        }
    }

    /// <summary>Removes what was acknowledged already, when all segments are loaded.</summary>
    public void Loaded()
    {
        lock (gate)
        {
            Trim();
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

    /// <summary>Reads from an offset on, as far as one entry goes.</summary>
    /// <returns>Bytes read; 0 where nothing is held; below 0 where it is damaged: minus the number of bytes until what may be sound.</returns>
    public long Read(StoredStream stream, Span<byte> output, long offset)
    {
        Extent extent;
        long position;
        lock (gate)
        {
            if (stream.Find(offset) is not { } found)
            {
                return 0;
            }

            extent = found;
            position = stream.Next is var next && next.Extent.Segment == extent.Segment && next.Extent.Position == extent.Position && next.Offset <= offset
                ? next.Position
                : extent.Position;
        }

        using var file = buffer.Files.Open(extent.Segment.Path);
        return file is null ? 0 : new SegmentWalk(file, extent, stream, buffer).Read(output, offset, position);
    }

    /// <summary>Lowest offset from a given one on that a stream holds; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextHeld(StoredStream stream, long offset)
    {
        lock (gate)
        {
            return stream.NextHeld(offset);
        }
    }

    /// <summary>Offset behind the last byte of a stream that lasts.</summary>
    public long EndOf(StoredStream stream)
    {
        lock (gate)
        {
            return stream.End;
        }
    }

    /// <summary>Remembers where a walk got to.</summary>
    public void NoteWalk(StoredStream stream, in Extent extent, long position, long offset)
    {
        lock (gate)
        {
            stream.Next = (extent, position, offset);
        }
    }

    /// <summary>The stream that something was appended to.</summary>
    public StoredStream? Find(string key, ulong fileId)
    {
        lock (gate)
        {
            return streams.GetValueOrDefault((key, fileId));
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
