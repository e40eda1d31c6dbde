using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// A file that the follower keeps an eye on. Its state is the follower's to change (one thread); one reader at a time reads it.
/// The descriptor may be closed under the reader, who then opens the file again by its name and checks that it is the same.
/// </summary>
internal sealed partial class FollowedFile : ILogFile
{
    private readonly Lock gate = new();
    private readonly BlockPool blocks;
    private readonly FileCounters counters;
    private readonly FileFormat format;
    private string root;
    private readonly WeakReference<Chunk> last = new(null!);
    private IFileContent? content;
    private string path;
    private FileHead? head;
    private long size;
    private long knownLineStart;
    private long readTo;
    private long brokenAt = -1;
    private int retained;
    private volatile bool finished;
    private volatile bool replaced;

    /// <summary>Notes a file; opens nothing.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="root">Beginning of the name below which no link is followed.</param>
    /// <param name="stat">What it is.</param>
    /// <param name="format">How its lines are framed.</param>
    /// <param name="blocks">Where blocks to read into come from.</param>
    /// <param name="counters">Where to count.</param>
    public FollowedFile(string path, string root, in FileStat stat, FileFormat format, BlockPool blocks, FileCounters counters)
    {
        this.path = path;
        this.root = root;
        this.format = format;
        this.blocks = blocks;
        this.counters = counters;
        Stat = stat;
        IsCompressed = path.EndsWith(".gz", StringComparison.Ordinal);
        size = IsCompressed ? 0 : stat.Size;
    }

    /// <inheritdoc/>
    public ulong Id { get; private set; }

    /// <inheritdoc/>
    public string Path => Volatile.Read(ref path);

    /// <inheritdoc/>
    public long Size => Volatile.Read(ref size);

    /// <inheritdoc/>
    public bool IsFinished => finished;

    /// <summary>What the file was when it was looked at last.</summary>
    public FileStat Stat { get; set; }

    /// <summary>Whether it is a gzip file, read by uncompressed offsets.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>How it begins; null until the first line is complete.</summary>
    public FileHead? Head => head;

    /// <summary>Number among the files with the same head.</summary>
    public int Ordinal { get; private set; }

    /// <summary>Whether it was truncated and written anew: what is in it now belongs to another followed file.</summary>
    public bool IsReplaced => replaced;

    /// <summary>Whether a descriptor is open.</summary>
    public bool IsOpen
    {
        get
        {
            lock (gate)
            {
                return content is not null;
            }
        }
    }

    /// <summary>Highest offset that was handed out.</summary>
    public long ReadTo => Volatile.Read(ref readTo);

    /// <summary>Whether a reader still needs it.</summary>
    public bool IsRetained => Volatile.Read(ref retained) > 0;

    /// <summary>Whether there may be bytes in it that nobody has acknowledged.</summary>
    public bool IsNeeded => IsRetained || ReadTo < Size;

    /// <summary>Whether the end of a compressed file is missing.</summary>
    public bool IsBroken => brokenAt >= 0;

    /// <inheritdoc/>
    public void Retain() => Interlocked.Increment(ref retained);

    /// <inheritdoc/>
    public void Release() => Interlocked.Decrement(ref retained);

    /// <summary>Orders it among the files of its stream (<see cref="RotatedName.Rank"/>). The follower's alone.</summary>
    public long Rank { get; set; }

    /// <summary>Whether a pattern names it, as opposed to one found beside such a file. The follower's alone.</summary>
    public bool IsWanted { get; set; } = true;

    /// <summary>When it was seen first. The follower's alone.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it grew last, as far as it was seen. The follower's alone.</summary>
    public DateTimeOffset GrownAt { get; set; }

    /// <summary>When a newer file of the stream was seen first; null if there is none. The follower's alone.</summary>
    public DateTimeOffset? SucceededAt { get; set; }

    /// <summary>When it was found deleted; null if it has a name. The follower's alone.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>When it was found finished; null if it is not. The follower's alone.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Whether it was closed to save descriptors, until it grows. The follower's alone.</summary>
    public bool IsParked { get; set; }

    /// <summary>Whether its successor after a truncation was made. The follower's alone.</summary>
    public bool IsSucceeded { get; set; }

    /// <summary>Notes the present name.</summary>
    public void Rename(string name) => Volatile.Write(ref path, name);

    /// <summary>Notes that the file has at least so many bytes; a reader may have seen more already.</summary>
    public void Grow(long bytes)
    {
        var seen = Volatile.Read(ref size);
        while (bytes > seen)
        {
            var before = Interlocked.CompareExchange(ref size, bytes, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Notes whether more bytes are to be expected.</summary>
    public void Finish(bool isFinished) => finished = isFinished;

    /// <summary>
    /// Notes that the file was truncated and written anew: nothing more can be read. It is not finished before its successor stands
    /// behind it, or a reader would pass that over.
    /// </summary>
    public void Replace()
    {
        replaced = true;
        finished = false;
    }

    /// <summary>Gives the file its id.</summary>
    public void Identify(FileHead found, int ordinal)
    {
        Ordinal = ordinal;
        Id = found.IdOf(ordinal);
        Volatile.Write(ref head, found);
    }

    /// <summary>What is in the file after it was truncated, as a file of its own. It takes the descriptor over: the name may be gone.</summary>
    public FollowedFile Renewed(DateTimeOffset now)
    {
        var next = new FollowedFile(Path, root, Stat with { Size = 0 }, format, blocks, counters) { Rank = Rank, SeenAt = now, GrownAt = now };
        lock (gate)
        {
            next.content = content;
            content = null;
        }

        return next;
    }

    /// <summary>Goes on in a copy of the same bytes: the compressed form of a rotated file, or what copytruncate left.</summary>
    public void MoveTo(string name, in FileStat stat)
    {
        lock (gate)
        {
            content?.Dispose();
            content = null;
            Stat = stat;
            IsCompressed = name.EndsWith(".gz", StringComparison.Ordinal);
            replaced = false;
        }

        Rename(name);
    }

    /// <inheritdoc/>
    public Chunk? Read(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (last.TryGetTarget(out var shared) && shared.FileOffset == offset && shared.TryRetain())
        {
            return shared;
        }

        if (replaced || head is null)
        {
            return null;
        }

        NoteReader(offset);
        var chunk = ReadBlock(offset, blocks) ?? (replaced ? null : ReadLongLine(offset));
        if (chunk is not null)
        {
            last.SetTarget(chunk);
            knownLineStart = LineFramer.IsEnded(chunk.Lines[^1]) || LineFramer.IsHole(chunk.Lines[^1]) ? chunk.FileEnd : -1;
            if (chunk.FileEnd > readTo)
            {
                Volatile.Write(ref readTo, chunk.FileEnd);
            }
        }

        return chunk;
    }

    /// <inheritdoc/>
    public long LineStart(long offset)
    {
        Span<byte> window = stackalloc byte[4096];
        var end = offset;
        while (end > 0)
        {
            var start = Math.Max(0, end - window.Length);
            var length = ReadAt(window[..(int)(end - start)], start);
            var newline = window[..length].LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                return start + newline + 1;
            }

            end = start;
        }

        return 0;
    }

    private Chunk? ReadBlock(long offset, BlockPool pool)
    {
        var block = pool.Rent();
        var lines = new LineIndex();
        try
        {
            var length = ReadAt(block.Span, offset);
            if (length == 0 || !IsUnchanged(block.Span[..length], offset))
            {
                return null;
            }

            var place = PlaceOf(offset);
            var bytes = block.Span[..length];
            LineFramer.Frame(bytes, format, place, ref lines);
            if (lines.Count == 0)
            {
                var hole = LineFramer.HoleLength(bytes);
                var isWhole = length == block.Size;
                if (hole > 0 && (isWhole || finished))
                {
                    counters.HoleSkipped(hole);
                    lines.Add(new Line(0, hole, hole, 0, 0, LineFlags.None));
                }
                else if (!isWhole && finished)
                {
                    LineFramer.FramePiece(bytes, format, place, more: false, ref lines);
                }
                else if (isWhole && pool.BlockSize >= ChunkSlabs.LargestBlock)
                {
                    LineFramer.FramePiece(bytes, format, place, more: true, ref lines);
                }
                else
                {
                    return null;
                }
            }

            return Pack(ref block, pool, offset, ref lines);
        }
        finally
        {
            lines.Dispose();
            if (block is not null)
            {
                pool.Return(block);
            }
        }
    }

    /// <summary>A line that did not fit the reading block, if there is one.</summary>
    private Chunk? ReadLongLine(long offset) =>
        blocks.BlockSize < ChunkSlabs.LargestBlock && Size - offset >= blocks.BlockSize ? ReadBlock(offset, ChunkSlabs.ForLongLines) : null;

    private Chunk Pack(ref Block? block, BlockPool pool, long offset, ref LineIndex lines)
    {
        var length = lines.End;
        var fitting = ChunkSlabs.Fitting(length, pool);
        if (fitting != pool)
        {
            var slab = fitting.Rent();
            block!.Span[..length].CopyTo(slab.Span);
            pool.Return(block);
            block = slab;
        }

        var count = lines.Count;
        var chunk = new Chunk(block!, fitting, Id, offset, length, lines.Take(), count);
        block = null;
        return chunk;
    }

    /// <summary>
    /// Whether the file is still the one that the offset belongs to: truncated and rewritten beyond the offset between two looks, it would
    /// go unnoticed by its size.
    /// </summary>
    private bool IsUnchanged(ReadOnlySpan<byte> bytes, long offset)
    {
        var known = head!;
        bool unchanged;
        if (offset == 0 && bytes.Length >= known.BeginningLength)
        {
            unchanged = known.Matches(bytes);
        }
        else if (IsCompressed)
        {
            unchanged = true;
        }
        else
        {
            Span<byte> beginning = stackalloc byte[FileHead.CheckedLength];
            beginning = beginning[..known.BeginningLength];
            unchanged = ReadAt(beginning, 0) == beginning.Length && known.Matches(beginning);
        }

        if (!unchanged)
        {
            Replace();
        }

        return unchanged;
    }

    /// <summary>Whether the file still begins with the line that it was known by; true where that cannot be told now.</summary>
    public bool BeginsAsBefore()
    {
        try
        {
            Span<byte> beginning = stackalloc byte[FileHead.CheckedLength];
            return head is not { } known || (Opened().Read(beginning[..known.BeginningLength], 0) is var length && known.Matches(beginning[..length]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return true;
        }
    }

    private BlockPlace PlaceOf(long offset)
    {
        if (offset == 0)
        {
            return BlockPlace.FileStart;
        }

        if (offset == knownLineStart || IsCompressed)
        {
            return BlockPlace.LineStart;
        }

        Span<byte> before = stackalloc byte[1];
        return ReadAt(before, offset - 1) == 1 && before[0] is not ((byte)'\n' or 0) ? BlockPlace.InsideLine : BlockPlace.LineStart;
    }

    private int ReadAt(Span<byte> buffer, long offset)
    {
        try
        {
            var length = Opened().Read(buffer, offset);
            Grow(offset + length);
            NoteDamage(offset + length);
            return length;
        }
        catch (ObjectDisposedException)
        {
            // The follower closed the descriptor; the name leads to the same file or Open says that it does not.
            return Opened().Read(buffer, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            counters.ReadFailed();
            throw e as IOException ?? new IOException($"cannot read {Path}: {e.Message}", e);
        }
    }

    private void NoteDamage(long end)
    {
        if (IsCompressed && content is GzipContent { IsBroken: true } && brokenAt != end)
        {
            // It may still be being written: not finished before it was left alone for a while.
            brokenAt = end;
            finished = false;
            counters.ArchiveBroken();
            Volatile.Write(ref size, end);
        }
    }
}
