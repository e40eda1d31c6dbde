using System.Buffers;
using System.Runtime.InteropServices;

namespace LogOperator.Pipeline.Encoders;

/// <summary>
/// Growing native memory that a request is encoded into. One owner at a time. Memory given out by <see cref="WrittenMemory"/> stays
/// valid while somebody holds it or the buffer and nobody writes; what outlives its owner is freed by the finalizer.
/// </summary>
public sealed unsafe class EncodeBuffer : MemoryManager<byte>, IBufferWriter<byte>
{
    private const int FirstSize = 64 * 1024;
    private byte* pointer;
    private int size;

    /// <summary>Frees the memory of a buffer that lost its owner.</summary>
#pragma warning disable CA2015 // Spans of a buffer are only taken by its owner; everybody else holds a Memory, which keeps the buffer alive.
    ~EncodeBuffer() => Dispose(false);
#pragma warning restore CA2015

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes allocated.</summary>
    public int Capacity => size;

    /// <summary>What was written. Valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => new(pointer, Length);

    /// <summary>What was written. Valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => CreateMemory(0, Length);

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets what was written behind a place, such as a record that could not be completed.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length);
        Length = length;
    }

    /// <summary>All the memory, written or not.</summary>
    public override Span<byte> GetSpan() => new(pointer, size);

    /// <summary>Room at the end, at least <paramref name="sizeHint"/> bytes; it becomes part of the content with <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int sizeHint)
    {
        if (size - Length < Math.Max(sizeHint, 1))
        {
            Grow(Math.Max(sizeHint, 1));
        }

        return new Span<byte>(pointer + Length, size - Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return CreateMemory(Length, size - Length);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(size - Length));
        Length += count;
    }

    /// <summary>Appends bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        if (Length == size)
        {
            Grow(1);
        }

        pointer[Length++] = value;
    }

    /// <summary>Replaces one byte that was written.</summary>
    public void Overwrite(int offset, byte value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)offset, (uint)Length);
        pointer[offset] = value;
    }

    /// <summary>Replaces line breaks from a place on by spaces.</summary>
    public void ReplaceLineBreaks(int from)
    {
        var rest = new Span<byte>(pointer, Length)[from..];
        for (var at = rest.IndexOfAny((byte)'\n', (byte)'\r'); at >= 0; at = rest.IndexOfAny((byte)'\n', (byte)'\r'))
        {
            rest[at] = (byte)' ';
            rest = rest[(at + 1)..];
        }
    }

    /// <summary>Frees the memory now. Only for a buffer that nobody else reads.</summary>
    public void Dispose() => ((IDisposable)this).Dispose();

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)size);
        return new MemoryHandle(pointer + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (pointer is null)
        {
            return;
        }

        NativeMemory.Free(pointer);
        GC.RemoveMemoryPressure(size);
        pointer = null;
        size = Length = 0;
    }

    private void Grow(int room)
    {
        var wanted = checked(Length + room);
        var next = Math.Max(FirstSize, size);
        while (next < wanted)
        {
            next = next > int.MaxValue / 2 ? int.MaxValue : next * 2;
        }

        pointer = (byte*)NativeMemory.Realloc(pointer, (nuint)next);
        GC.AddMemoryPressure(next - size);
        size = next;
    }
}
