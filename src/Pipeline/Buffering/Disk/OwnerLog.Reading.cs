namespace LogOperator.Pipeline.Buffering.Disk;

/// <content>What an earlier process left, and reading.</content>
internal sealed partial class OwnerLog
{
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
        return file is null ? Missed(extent, offset) : new SegmentWalk(file, extent, stream, buffer).Read(output, offset, position);
    }

    /// <summary>The segment's file is gone: with its last acknowledgement, or somebody deleted it.</summary>
    private long Missed(in Extent extent, long offset)
    {
        bool isHeld;
        lock (gate)
        {
            isHeld = segments.Contains(extent.Segment);
        }

        if (isHeld)
        {
            buffer.Damaged(extent.Segment, extent.Position, (int)Math.Min(extent.End - offset, int.MaxValue));
        }

        return offset - extent.End;
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
}
