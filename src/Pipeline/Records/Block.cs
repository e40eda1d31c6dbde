using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace LogOperator.Pipeline.Records;

/// <summary>
/// A piece of native memory with one owner. Native, so that log bytes never sit in the managed heap and never move.
/// </summary>
public sealed unsafe class Block : IDisposable
{
    private byte* pointer;

    /// <summary>Allocates a block; the caller owns it until <see cref="Dispose"/>.</summary>
    /// <param name="size">Size in bytes, at least 1.</param>
    public Block(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        pointer = (byte*)NativeMemory.Alloc((nuint)size);
        Size = size;
        GC.AddMemoryPressure(size);
    }

    /// <summary>Frees the memory of a block that lost its owner.</summary>
    ~Block() => Free();

    /// <summary>Size in bytes.</summary>
    public int Size { get; }

    /// <summary>All of the block's memory. Valid until <see cref="Dispose"/>.</summary>
    public Span<byte> Span
    {
        get
        {
            if (pointer is null)
            {
                ThrowDisposed();
            }

            return new Span<byte>(pointer, Size);
        }
    }

    /// <summary>Some bytes of the first <paramref name="within"/>. Valid until <see cref="Dispose"/>.</summary>
    /// <param name="offset">Offset of the first.</param>
    /// <param name="length">How many.</param>
    /// <param name="within">Bytes that may be read, at most <see cref="Size"/>; the caller has made sure of it.</param>
    internal ReadOnlySpan<byte> Read(int offset, int length, int within)
    {
        // One comparison that neither a negative number nor a sum beyond an int gets past: every field of every record is read through here.
        if (pointer is null || (ulong)(uint)offset + (uint)length > (uint)within)
        {
            ThrowUnreadable(offset, length, within);
        }

        return new ReadOnlySpan<byte>(pointer + offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [DoesNotReturn]
    private static void ThrowDisposed() => throw new ObjectDisposedException(nameof(Block));

    [DoesNotReturn]
    private void ThrowUnreadable(int offset, int length, int within)
    {
        ObjectDisposedException.ThrowIf(pointer is null, this);
        throw new ArgumentOutOfRangeException(nameof(offset), $"expected a place within {within} bytes, found {length} bytes at {offset}");
    }

    private void Free()
    {
        if (pointer is null)
        {
            return;
        }

        NativeMemory.Free(pointer);
        pointer = null;
        GC.RemoveMemoryPressure(Size);
    }
}
