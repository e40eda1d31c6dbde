namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>
/// Finds the sound entries of a segment, whatever has happened to its bytes: behind damage it goes on at the next entry whose checksums fit.
/// Every byte is header, entry or damage; the time is linear in the bytes.
/// </summary>
internal sealed class SegmentScan
{
    // Of frames whose contents are damaged too.
    private long highest = -1;

    private SegmentScan()
    {
    }

    /// <summary>The sound entries, in order.</summary>
    public List<ScannedEntry> Entries { get; } = [];

    /// <summary>The damaged stretches, in order.</summary>
    public List<(int From, int To)> Damage { get; } = [];

    /// <summary>Version that the header names; -1 if the header is damaged.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it is of a version that this program does not know; then nothing else is told.</summary>
    public bool IsForeign => Version is not (-1 or SegmentFormat.Version);

    /// <summary>Whether the segment was closed in good order.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Entries that are missing: by the gaps between ordinals, and at least one in a damaged end.</summary>
    public long LostEntries { get; private set; }

    /// <summary>Bytes that are damaged.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>Looks at a segment.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="name">Its name.</param>
    public static SegmentScan Of(ReadOnlySpan<byte> bytes, SegmentName name)
    {
        var scan = new SegmentScan { Version = SegmentFormat.ReadHeader(bytes, name) };
        if (scan.IsForeign)
        {
            return scan;
        }

        var position = Math.Min(SegmentFormat.HeaderLength, bytes.Length);
        if (scan.Version < 0)
        {
            scan.NoteDamage(0, position);
        }

        var expected = 0L;
        while (position < bytes.Length)
        {
            if (!scan.TryEntry(bytes, name.Salt, position, out var entry, out var ordinal) || ordinal < expected || scan.IsEnded)
            {
                position = scan.Resynchronise(bytes, name.Salt, position, expected);
                continue;
            }

            scan.LostEntries += ordinal - expected;
            expected = ordinal + 1L;
            scan.IsEnded = entry.Head.Kind == EntryKind.End;
            scan.Entries.Add(entry);
            position = entry.End;
        }

        if (!scan.IsEnded && scan.Damage is [.., var last] && last.To == bytes.Length && last.To > SegmentFormat.HeaderLength)
        {
            scan.LostEntries += Math.Max(1, scan.highest + 1 - expected);
        }

        return scan;
    }

    private bool TryEntry(ReadOnlySpan<byte> bytes, ulong salt, int position, out ScannedEntry entry, out uint ordinal)
    {
        (entry, ordinal) = (default, 0);
        var rest = bytes[position..];
        if (!SegmentFormat.TryReadFrame(rest, salt, position, out var frame))
        {
            return false;
        }

        highest = Math.Max(highest, frame.Ordinal);
        if (rest.Length - SegmentFormat.FrameLength < frame.Length)
        {
            return false;
        }

        var content = rest.Slice(SegmentFormat.FrameLength, frame.Length);
        if (Crc32C.Of(content) != frame.Checksum || !SegmentFormat.TryReadContent(content, frame.Length, out var head))
        {
            return false;
        }

        (entry, ordinal) = (new ScannedEntry(position, head), frame.Ordinal);
        return true;
    }

    /// <summary>Skips damage.</summary>
    /// <returns>Where the next sound entry stands, or the end.</returns>
    private int Resynchronise(ReadOnlySpan<byte> bytes, ulong salt, int from, long expected)
    {
        var position = from + 1;
        while (position < bytes.Length)
        {
            var found = bytes[position..].IndexOf(SegmentFormat.Marker);
            if (found < 0 || IsEnded)
            {
                position = bytes.Length;
                break;
            }

            position += found;
            if (TryEntry(bytes, salt, position, out _, out var ordinal) && ordinal >= expected)
            {
                break;
            }

            position++;
        }

        NoteDamage(from, position);
        return position;
    }

    private void NoteDamage(int from, int to)
    {
        if (to == from)
        {
            return;
        }

        DamagedBytes += to - from;
        if (Damage is [.., var last] && last.To == from)
        {
            Damage[^1] = (last.From, to);
        }
        else
        {
            Damage.Add((from, to));
        }
    }
}
