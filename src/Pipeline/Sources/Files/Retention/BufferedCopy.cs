using LogOperator.Pipeline.Buffering.Disk;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>The part of a file that is copied into the disk buffer. Changed by the follower alone; read by readers.</summary>
/// <param name="buffer">The buffer.</param>
/// <param name="owner">Whose quota it counts against.</param>
/// <param name="key">What it is known by in the buffer.</param>
/// <param name="fileId">The file.</param>
internal sealed class BufferedCopy(DiskBuffer buffer, string owner, string key, ulong fileId)
{
    private long to;

    /// <summary>The buffer.</summary>
    public DiskBuffer Buffer => buffer;

    /// <summary>Whose quota it counts against.</summary>
    public string Owner => owner;

    /// <summary>Offset up to which it lasts.</summary>
    public long To
    {
        get => Volatile.Read(ref to);
        set => Volatile.Write(ref to, value);
    }

    /// <summary>Offset up to which it is written.</summary>
    public long Written { get; set; }

    /// <summary>Makes what is written last.</summary>
    public BufferTicket Ticket { get; set; }

    /// <summary>What the buffer holds; null if nothing lasts of it.</summary>
    public StoredStream? Stream => buffer.Find(owner, key, fileId);

    /// <summary>Appends bytes.</summary>
    public AppendResult Append(ReadOnlySpan<byte> bytes, long offset)
    {
        var result = buffer.Append(owner, key, fileId, offset, bytes, out var ticket);
        Ticket = result == AppendResult.Accepted ? ticket : Ticket;
        return result;
    }
}
