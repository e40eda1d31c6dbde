namespace LogOperator.Pipeline.Records;

/// <summary>
/// Where a run of bytes lies: in the batch's chunk, or in its scratch arena.
/// A slice is only meaningful together with the <see cref="RecordBatch"/> that it belongs to.
/// </summary>
public readonly record struct Slice
{
    private readonly int position;

    private Slice(int position, int length) => (this.position, Length) = (position, length);

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    /// <summary>Whether the bytes lie in the arena instead of in the chunk.</summary>
    public bool InArena => position < 0;

    /// <summary>Offset in the chunk or in the arena, in bytes.</summary>
    public int Offset => position < 0 ? ~position : position;

    /// <summary>A run of the chunk's bytes.</summary>
    public static Slice OfChunk(int offset, int length) => new(offset, length);

    /// <summary>A run of the arena's bytes.</summary>
    public static Slice OfArena(int offset, int length) => new(~offset, length);

    /// <summary>A part of this slice.</summary>
    /// <param name="start">Offset within this slice, in bytes.</param>
    /// <param name="length">Length of the part, in bytes.</param>
    public Slice Sub(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start + (ulong)(uint)length, (ulong)Length);
        return position < 0 ? OfArena(~position + start, length) : OfChunk(position + start, length);
    }
}
