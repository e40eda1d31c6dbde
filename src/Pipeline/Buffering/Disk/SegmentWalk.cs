using System.Buffers;
using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>Reads a stream's bytes out of a segment, from entry to entry. What is handed out was checked now, not only when it was found.</summary>
internal sealed class SegmentWalk(IDurableFile file, Extent extent, StoredStream stream, DiskBuffer buffer)
{
    private readonly Segment segment = extent.Segment;

    /// <summary>Reads from an offset on, as far as one entry goes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="offset">The offset.</param>
    /// <param name="position">Where an entry stands from which the one with the offset is found.</param>
    /// <returns>Bytes read; below 0 where the entry is damaged: minus the number of bytes until the next one.</returns>
    public long Read(Span<byte> output, long offset, long position)
    {
        Span<byte> start = stackalloc byte[SegmentFormat.FrameLength + SegmentFormat.FixedLength];
        while (position <= extent.LastPosition)
        {
            if (file.Read(start, position) < start.Length
                || !SegmentFormat.TryReadFrame(start, segment.Name.Salt, position, out var frame)
                || !SegmentFormat.TryReadContent(start[SegmentFormat.FrameLength..], frame.Length, out var head))
            {
                buffer.Damaged(segment, position, start.Length);
                return offset - extent.End;
            }

            var isCovering = head.Kind == EntryKind.Data && head.FileId == stream.FileId && offset >= head.Offset && offset < head.Offset + head.PayloadLength;
            if (isCovering && IsOfStream(position, head))
            {
                return Read(output, offset, position, head, frame.Checksum);
            }

            position += SegmentFormat.FrameLength + frame.Length;
        }

        return offset - extent.End;
    }

    private bool IsOfStream(long position, in EntryHead head)
    {
        if (head.KeyLength != stream.KeyBytes.Length)
        {
            return false;
        }

        var key = ArrayPool<byte>.Shared.Rent(head.KeyLength);
        try
        {
            var place = position + SegmentFormat.FrameLength + SegmentFormat.FixedLength + head.OwnerLength;
            return file.Read(key.AsSpan(0, head.KeyLength), place) == head.KeyLength && key.AsSpan(0, head.KeyLength).SequenceEqual(stream.KeyBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(key);
        }
    }

    private long Read(Span<byte> output, long offset, long position, in EntryHead head, uint checksum)
    {
        var rented = ArrayPool<byte>.Shared.Rent(head.Length);
        try
        {
            var content = rented.AsSpan(0, head.Length);
            if (file.Read(content, position + SegmentFormat.FrameLength) < content.Length || Crc32C.Of(content) != checksum)
            {
                buffer.Damaged(segment, position, head.Length);
                return offset - head.Offset - head.PayloadLength;
            }

            var payload = content[head.PayloadStart..][(int)(offset - head.Offset)..];
            var length = Math.Min(payload.Length, output.Length);
            payload[..length].CopyTo(output);
            stream.Log.NoteWalk(stream, extent, position, head.Offset);
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
