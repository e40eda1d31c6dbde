namespace LogOperator.Pipeline.Records;

/// <summary>
/// Growing scratch memory of one batch: what stages wrote, addressed by offset. A span read from it stays readable until
/// <see cref="Reset"/>, even when later writes make the arena grow: outgrown blocks are kept until then.
/// </summary>
public sealed class Arena : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private const int KeptSize = 256 * 1024;
    private readonly List<Block> outgrown = [];
    private Block? block;

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>Reserves room at the end and returns it; it becomes addressable with <see cref="Commit"/>.</summary>
    /// <param name="size">Room wanted, in bytes.</param>
    public Span<byte> Reserve(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var wanted = checked(Length + size);
        if (block is null || block.Size < wanted)
        {
            Grow(wanted);
        }

        return block!.Span.Slice(Length, size);
    }

    /// <summary>Makes the first <paramref name="size"/> bytes of the last reservation part of the arena.</summary>
    public Slice Commit(int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, (block?.Size ?? 0) - Length);
        var slice = Slice.OfArena(Length, size);
        Length += size;
        return slice;
    }

    /// <summary>Copies bytes to the end of the arena.</summary>
    public Slice Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        return Commit(bytes.Length);
    }

    /// <summary>The bytes at an offset.</summary>
    public ReadOnlySpan<byte> Read(int offset, int length) =>
        length == 0 ? default : block!.Span[..Length].Slice(offset, length);

    /// <summary>Forgets everything written. An unusually large block is freed.</summary>
    public void Reset()
    {
        Length = 0;
        DropOutgrown();
        if (block is { Size: > KeptSize })
        {
            block.Dispose();
            block = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropOutgrown();
        block?.Dispose();
        block = null;
    }

    private void Grow(int wanted)
    {
        var size = Math.Max(FirstSize, block?.Size ?? 0);
        while (size < wanted)
        {
            size = checked(size * 2);
        }

        var next = new Block(size);
        if (block is not null)
        {
            block.Span[..Length].CopyTo(next.Span);
            outgrown.Add(block);
        }

        block = next;
    }

    private void DropOutgrown()
    {
        foreach (var old in outgrown)
        {
            old.Dispose();
        }

        outgrown.Clear();
    }
}
