using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>Blocks of several sizes, so that a few lines do not keep a whole reading block from being used again.</summary>
internal static class ChunkSlabs
{
    /// <summary>The longest line that comes in one piece.</summary>
    public const int LargestBlock = 1024 * 1024;

    private static readonly BlockPool Large = new(LargestBlock, 1);
    private static readonly BlockPool[] Small = [new(1024, 512), new(4 * 1024, 384), new(16 * 1024, 48), new(64 * 1024, 16)];

    /// <summary>The pool of the blocks that long lines go to.</summary>
    public static BlockPool ForLongLines => Large;

    /// <summary>The pool whose blocks fit what was read: the reading block's own where at least half of it is in use.</summary>
    public static BlockPool Fitting(int length, BlockPool reading)
    {
        if (length * 2 < reading.BlockSize)
        {
            foreach (var pool in Small)
            {
                if (length <= pool.BlockSize && pool.BlockSize < reading.BlockSize)
                {
                    return pool;
                }
            }
        }

        return reading;
    }
}
