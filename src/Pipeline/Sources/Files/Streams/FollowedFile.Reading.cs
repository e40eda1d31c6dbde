using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <content>Reading lines, and noticing that the file is another one by now. One reader at a time.</content>
internal sealed partial class FollowedFile
{
    private readonly WeakReference<Chunk> last = new(null!);
    private long knownLineStart;

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
        var chunk = ReadBlock(offset, parts.Blocks) ?? (replaced ? null : ReadLongLine(offset));
        if (chunk is null && IsCompressed)
        {
            // Not before its end: opened again, it would be read from its beginning.
            SpareDescriptor();
        }

        if (chunk is not null)
        {
            last.SetTarget(chunk);
            knownLineStart = LineFramer.IsEnded(chunk.Lines[^1]) || chunk.Lines[^1].IsHole ? chunk.FileEnd : -1;
            if (chunk.FileEnd > readTo)
            {
                Volatile.Write(ref readTo, chunk.FileEnd);
            }
        }

        return chunk;
    }

    /// <inheritdoc/>
    public bool IsReadUpTo(long offset) => !finished && offset == Size;

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
                    parts.Counters.HoleSkipped(hole);
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
        parts.Blocks.BlockSize < ChunkSlabs.LargestBlock && Size - offset >= parts.Blocks.BlockSize ? ReadBlock(offset, ChunkSlabs.ForLongLines) : null;

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

    private int ReadAt(Span<byte> buffer, long offset, bool isAgain = false)
    {
        var wasOpen = IsOpen;
        try
        {
            var length = Opened().Read(buffer, offset);
            Grow(offset + length);
            NoteDamage(offset + length);
            return length;
        }
        catch (ObjectDisposedException) when (!isAgain)
        {
            // The follower closed the descriptor; the name leads to the same file or Open says that it does not.
            return ReadAt(buffer, offset, isAgain: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            parts.Counters.ReadFailed();
            throw e as IOException ?? new IOException($"cannot read {Path}: {e.Message}", e);
        }
        finally
        {
            if (!wasOpen && !IsCompressed)
            {
                SpareDescriptor();
            }
        }
    }

    /// <summary>Where hardly any descriptor is left, gives back one that reading took; what has no name any more keeps it.</summary>
    private void SpareDescriptor()
    {
        if (parts.Options.Descriptors.AreScarce && DeletedAt is null && !replaced)
        {
            LetGo();
        }
    }

    private void NoteDamage(long end)
    {
        if (IsCompressed && content is GzipContent { IsBroken: true } && brokenAt != end)
        {
            // It may still be being written: not finished before it was left alone for a while, unless files are taken as complete.
            brokenAt = end;
            finished &= parts.Options.Final;
            parts.Counters.ArchiveBroken();
            Volatile.Write(ref size, end);
        }
    }
}
