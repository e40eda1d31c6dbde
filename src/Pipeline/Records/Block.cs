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
            ObjectDisposedException.ThrowIf(pointer is null, this);
            return new Span<byte>(pointer, Size);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
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
