using System.Buffers;
using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>A growing, rented array of lines, bounded so that a block of tiny lines does not become a large index.</summary>
internal ref struct LineIndex
{
    /// <summary>Lines that one chunk holds at most; the rest of the block is read again.</summary>
    public const int MaxLines = 8192;

    private Line[] lines = ArrayPool<Line>.Shared.Rent(1024);

    public LineIndex()
    {
    }

    public int Count { get; private set; }

    public readonly bool IsFull => Count >= MaxLines - 1;

    /// <summary>One past the last line.</summary>
    public readonly int End => Count == 0 ? 0 : lines[Count - 1].End;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Line line)
    {
        if (Count == lines.Length)
        {
            Grow();
        }

        lines[Count++] = line;
    }

    /// <summary>Hands the lines over, in an array that fits; it is the receiver's to return.</summary>
    public Line[] Take()
    {
        if (Count * 4 < lines.Length)
        {
            var fitting = ArrayPool<Line>.Shared.Rent(Count);
            lines.AsSpan(0, Count).CopyTo(fitting);
            ArrayPool<Line>.Shared.Return(lines);
            lines = fitting;
        }

        var taken = lines;
        lines = [];
        return taken;
    }

    /// <summary>Returns the array unless it was taken.</summary>
    public void Dispose()
    {
        if (lines.Length > 0)
        {
            ArrayPool<Line>.Shared.Return(lines);
            lines = [];
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<Line>.Shared.Rent(lines.Length * 2);
        lines.AsSpan().CopyTo(larger);
        ArrayPool<Line>.Shared.Return(lines);
        lines = larger;
    }
}
