namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>An entry that is kept in memory until it is known to last.</summary>
/// <param name="number">Its number in the owner's log.</param>
/// <param name="stream">The stream.</param>
/// <param name="kind">What it is.</param>
/// <param name="offset">Where in the stream its payload begins.</param>
/// <param name="length">Length of the payload.</param>
/// <param name="content">All of it.</param>
internal sealed class UnsyncedEntry(long number, StoredStream stream, EntryKind kind, long offset, int length, byte[] content)
{
    public long Number => number;

    public StoredStream Stream => stream;

    public EntryKind Kind => kind;

    public long Offset => offset;

    public int Length => length;

    public byte[] Content => content;

    /// <summary>Where it is written; null if it has to be written anew.</summary>
    public Segment? Segment { get; set; }

    /// <summary>Where in the segment its frame begins.</summary>
    public long Position { get; set; }
}
