using System.Text;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>The bytes of one file that a buffer holds, by their offsets in that file. Changed under the lock of its owner's log.</summary>
/// <param name="log">The owner's log.</param>
/// <param name="key">What its user knows it by.</param>
/// <param name="fileId">The file.</param>
internal sealed class StoredStream(OwnerLog log, string key, ulong fileId)
{
    private readonly List<Extent> extents = [];
    private readonly Dictionary<string, long> positions = new(StringComparer.Ordinal);

    /// <summary>What its user knows it by.</summary>
    public string Key => key;

    /// <summary>The file.</summary>
    public ulong FileId => fileId;

    /// <summary>The owner's log.</summary>
    public OwnerLog Log => log;

    /// <summary>The key as it stands in entries.</summary>
    public byte[] KeyBytes { get; } = Encoding.UTF8.GetBytes(key);

    /// <summary>Offset behind the last byte that lasts.</summary>
    public long End => extents.Count == 0 ? 0 : extents.Max(e => e.End);

    /// <summary>Whether nothing lasts of it, or everything is acknowledged.</summary>
    public bool IsDone => Acknowledged >= End;

    /// <summary>Offset up to which all readers have acknowledged.</summary>
    public long Acknowledged => positions.Count == 0 ? 0 : positions.Values.Min();

    /// <summary>Where in which extent the last read found its entry, so that reading on does not walk again.</summary>
    public (Extent Extent, long Position, long Offset) Next { get; set; }

    /// <summary>Adds what lasts from now on. What is there already, entries that were written twice, is kept as it is.</summary>
    /// <param name="segment">Where it lies.</param>
    /// <param name="position">Where in the segment its entry begins.</param>
    /// <param name="offset">Where in the stream it begins.</param>
    /// <param name="end">Where in the stream it ends.</param>
    /// <param name="soundFrom">Position from which on no damage lies before the entry: a walk does not get over it.</param>
    public void Add(Segment segment, long position, long offset, long end, long soundFrom = 0)
    {
        if (end == offset)
        {
            return;
        }

        // Entries that were written anew may stand behind later ones.
        if (extents.Count > 0 && extents[^1] is var last && last.Segment == segment && last.End == offset
            && last.Position >= soundFrom && last.LastPosition < position)
        {
            extents[^1] = last with { End = end, LastPosition = position };
            return;
        }

        extents.Add(new Extent(segment, position, position, offset, end));
    }

    /// <summary>Finds the extent that holds an offset.</summary>
    public Extent? Find(long offset)
    {
        foreach (var extent in extents)
        {
            if (offset >= extent.Offset && offset < extent.End)
            {
                return extent;
            }
        }

        return null;
    }

    /// <summary>Lowest offset from a given one on that is held; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextHeld(long offset)
    {
        var next = long.MaxValue;
        foreach (var extent in extents)
        {
            if (extent.End > offset)
            {
                next = Math.Min(next, Math.Max(offset, extent.Offset));
            }
        }

        return next;
    }

    /// <summary>Notes how far a reader has acknowledged.</summary>
    public void Acknowledge(string reader, long offset) => positions[reader] = Math.Max(offset, positions.GetValueOrDefault(reader));

    /// <summary>Whether a segment holds bytes of it that are not acknowledged.</summary>
    public bool Needs(Segment segment)
    {
        var acknowledged = Acknowledged;
        return extents.Exists(e => e.Segment == segment && e.End > acknowledged);
    }

    /// <summary>Forgets what lay in a segment.</summary>
    /// <returns>Whether nothing is left.</returns>
    public bool Forget(Segment segment)
    {
        extents.RemoveAll(e => e.Segment == segment);
        Next = default;
        return extents.Count == 0;
    }
}
