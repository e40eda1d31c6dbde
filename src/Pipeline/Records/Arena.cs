namespace LogOperator.Pipeline.Records;

/// <summary>
/// Growing scratch memory of one batch: what stages wrote, addressed by offset. A span read from it stays readable until
/// <see cref="Reset"/>, even when later writes make the arena grow: outgrown blocks are kept until then.
/// </summary>
public sealed class Arena : IDisposable
{
    private static readonly BlockPool[] Pools =
        [new(1024, 128), new(4 * 1024, 64), new(16 * 1024, 32), new(64 * 1024, 16), new(256 * 1024, 16)];

    private readonly List<Block> outgrown = [];
    private Block? block;

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of memory that it holds.</summary>
    public int RetainedBytes => (block?.Size ?? 0) + outgrown.Sum(b => b.Size);

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
        length == 0 ? default : block!.Read(offset, length, Length);

    /// <summary>Forgets everything written and gives its memory back.</summary>
    public void Reset()
    {
        Length = 0;
        foreach (var old in outgrown)
        {
            Return(old);
        }

        outgrown.Clear();
        if (block is not null)
        {
            Return(block);
            block = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private static Block Rent(int size)
    {
        foreach (var pool in Pools)
        {
            if (size <= pool.BlockSize)
            {
                return pool.Rent();
            }
        }

        return new Block((int)Math.Min(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)size), int.MaxValue));
    }

    private static void Return(Block block)
    {
        foreach (var pool in Pools)
        {
            if (block.Size == pool.BlockSize)
            {
                pool.Return(block);
                return;
            }
        }

        block.Dispose();
    }

    private void Grow(int wanted)
    {
        var next = Rent(block is null ? wanted : (int)Math.Max(wanted, Math.Min(block.Size * 2L, int.MaxValue)));
        if (block is not null)
        {
            block.Span[..Length].CopyTo(next.Span);
            outgrown.Add(block);
        }

        block = next;
    }
}
