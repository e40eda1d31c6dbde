namespace LogOperator.Pipeline.Records;

/// <summary>
/// Hands out blocks of one size, last returned first, so that the block just read is still in the cache.
/// </summary>
/// <param name="blockSize">Size of each block in bytes.</param>
/// <param name="capacity">How many idle blocks are kept; what comes back beyond that is freed.</param>
public sealed class BlockPool(int blockSize, int capacity)
{
    private readonly Stack<Block> idle = new(capacity);
    private readonly Lock gate = new();

    /// <summary>The pool that readers use: blocks of 256 KiB, which stay in a core's second-level cache.</summary>
    public static BlockPool Shared { get; } = new(256 * 1024, 16);

    /// <summary>Size of each block in bytes.</summary>
    public int BlockSize => blockSize;

    /// <summary>A block of <see cref="BlockSize"/>; the caller owns it until <see cref="Return"/>.</summary>
    public Block Rent()
    {
        lock (gate)
        {
            if (idle.TryPop(out var block))
            {
                return block;
            }
        }

        return new Block(blockSize);
    }

    /// <summary>Gives a block back. One of another size is freed.</summary>
    public void Return(Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Size == blockSize)
        {
            lock (gate)
            {
                if (idle.Count < capacity)
                {
                    idle.Push(block);
                    return;
                }
            }
        }

        block.Dispose();
    }
}
