using System.Buffers;
using System.Runtime.CompilerServices;

namespace LogOperator.Pipeline.Records;

/// <summary>
/// An immutable, counted block of one file's bytes with the index of its lines. Every pipeline that reads the file at this place
/// shares it. Starts with one reference, its creator's; the block goes back to its pool with the last.
/// </summary>
public sealed class Chunk
{
    private readonly Block block;
    private readonly BlockPool pool;
    private Line[] lines;
    private int references = 1;
    private int holders;

    /// <summary>Takes ownership of a block and of a rented line index.</summary>
    /// <param name="block">Holds the file's bytes from its start on.</param>
    /// <param name="pool">Where the block goes at the end.</param>
    /// <param name="fileId">Identity of the file (see <see cref="RecordId"/>).</param>
    /// <param name="fileOffset">Offset of the chunk's first byte in the file.</param>
    /// <param name="length">Bytes of the file in the block: whole lines only.</param>
    /// <param name="lines">Line index, rented from <see cref="ArrayPool{T}.Shared"/>.</param>
    /// <param name="lineCount">Lines in use in <paramref name="lines"/>.</param>
    public Chunk(Block block, BlockPool pool, ulong fileId, long fileOffset, int length, Line[] lines, int lineCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, block.Size);
        this.block = block;
        this.pool = pool;
        this.lines = lines;
        FileId = fileId;
        FileOffset = fileOffset;
        Length = length;
        LineCount = lineCount;
    }

    /// <summary>Identity of the file.</summary>
    public ulong FileId { get; }

    /// <summary>Offset of the first byte in the file.</summary>
    public long FileOffset { get; }

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    /// <summary>Offset in the file just behind the chunk.</summary>
    public long FileEnd => FileOffset + Length;

    /// <summary>Number of physical lines.</summary>
    public int LineCount { get; }

    /// <summary>The file's bytes. Valid while the caller holds a reference.</summary>
    public ReadOnlySpan<byte> Bytes => block.Span[..Length];

    /// <summary>Some of the file's bytes. Valid while the caller holds a reference.</summary>
    internal ReadOnlySpan<byte> Read(int offset, int length) => block.Read(offset, length, Length);

    /// <summary>The lines, in file order. Valid while the caller holds a reference.</summary>
    public ReadOnlySpan<Line> Lines => lines.AsSpan(0, LineCount);

    /// <summary>The line that begins at an offset in the file; less than 0 if none of the chunk does.</summary>
    internal int LineAt(long offset)
    {
        if (offset < FileOffset || offset >= FileEnd)
        {
            return -1;
        }

        var (low, high) = (0, LineCount - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = lines[middle].Start < offset - FileOffset ? (middle + 1, high) : (low, middle);
        }

        return LineCount > 0 && lines[low].Start == offset - FileOffset ? low : -1;
    }

    /// <summary>Bytes of memory that it holds.</summary>
    internal int RetainedBytes => block.Size + (lines.Length * Unsafe.SizeOf<Line>());

    /// <summary>Notes that one more batch in a queue needs it.</summary>
    /// <returns>Bytes of memory that none needed before.</returns>
    internal int Hold() => Interlocked.Increment(ref holders) == 1 ? RetainedBytes : 0;

    /// <summary>Notes that a batch in a queue needs it no longer.</summary>
    /// <returns>Bytes of memory that none needs now.</returns>
    internal int Unhold() => Interlocked.Decrement(ref holders) == 0 ? RetainedBytes : 0;

    /// <summary>Adds a reference; pairs with <see cref="Release"/>.</summary>
    public void Retain() => Interlocked.Increment(ref references);

    /// <summary>Adds a reference unless the last one was given back already.</summary>
    internal bool TryRetain()
    {
        var seen = Volatile.Read(ref references);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref references, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>Gives a reference back; with the last one the memory is reused.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left > 0)
        {
            return;
        }

        if (left < 0)
        {
            throw new InvalidOperationException("a chunk was released more often than it was retained");
        }

        pool.Return(block);
        ArrayPool<Line>.Shared.Return(lines);
        lines = [];
    }
}
