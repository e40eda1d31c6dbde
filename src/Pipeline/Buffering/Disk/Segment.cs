using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>A segment, as its owner's log knows it: one that is written, or one that is only read any more.</summary>
/// <param name="name">Its name.</param>
/// <param name="path">Its path.</param>
internal sealed class Segment(SegmentName name, string path) : IDisposable
{
    /// <summary>Its name.</summary>
    public SegmentName Name => name;

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>The file while it is written or waits to be synced.</summary>
    public IDurableFile? File { get; set; }

    /// <summary>Bytes written.</summary>
    public long End { get; set; }

    /// <summary>Bytes that are known to last.</summary>
    public long SyncedEnd { get; set; }

    /// <summary>Whether its name is known to last.</summary>
    public bool IsNamed { get; set; }

    /// <summary>How many syncs of the directory had failed when it was made.</summary>
    public long NamesEpoch { get; init; }

    /// <summary>Ordinal of the next entry.</summary>
    public uint Ordinal { get; set; }

    /// <summary>The streams that have bytes in it.</summary>
    public HashSet<StoredStream> Streams { get; } = [];

    /// <summary>The streams whose positions it holds.</summary>
    public HashSet<StoredStream> Positions { get; } = [];

    /// <summary>Makes its file and writes the header.</summary>
    public void Begin(IDurableFiles files)
    {
        Span<byte> header = stackalloc byte[SegmentFormat.HeaderLength];
        SegmentFormat.WriteHeader(header, name);
        File = files.Create(path);
        File.Write(header, 0);
        End = header.Length;
    }

    /// <summary>Appends an entry.</summary>
    /// <returns>Where its frame begins.</returns>
    public long Append(byte[] content)
    {
        var position = End;
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(SegmentFormat.FrameLength + content.Length);
        try
        {
            var bytes = buffer.AsSpan(0, SegmentFormat.FrameLength + content.Length);
            SegmentFormat.WriteFrame(bytes, content, name.Salt, position, Ordinal);
            content.CopyTo(bytes[SegmentFormat.FrameLength..]);
            File!.Write(bytes, position);
            End += bytes.Length;
            Ordinal++;
            return position;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File?.Dispose();
        File = null;
    }
}
