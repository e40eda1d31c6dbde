using System.Numerics;

namespace LogOperator.Pipeline.Patterns.BitState;

/// <summary>For each step that counts and each position whether the two met before: what did not lead to a match then will not now.</summary>
internal sealed class VisitedPlaces
{
    private ulong[] bits = [];
    private int width;

    /// <summary>Forgets everything.</summary>
    /// <param name="rows">Number of steps.</param>
    /// <param name="positions">Number of positions.</param>
    public void Clear(int rows, int positions)
    {
        width = positions;
        var words = ((rows * positions) + 63) >> 6;
        if (bits.Length < words)
        {
            bits = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)words)];
        }

        bits.AsSpan(0, words).Clear();
    }

    /// <summary>Notes a place; false if it was noted before.</summary>
    public bool Visit(int row, int position)
    {
        var bit = (row * width) + position;
        ref var word = ref bits[bit >> 6];
        var mask = 1ul << (bit & 63);
        var isNew = (word & mask) == 0;
        word |= mask;
        return isNew;
    }

    /// <summary>Notes the places of a row from one position to another, both included, up to the first that was noted before.</summary>
    /// <returns>The last position that was not; one before <paramref name="from"/> if that was.</returns>
    public int Visit(int row, int from, int to)
    {
        var (bit, last) = ((row * width) + from, (row * width) + to);
        while (bit <= last)
        {
            ref var word = ref bits[bit >> 6];
            var mask = ulong.MaxValue << (bit & 63);
            if ((last >> 6) == (bit >> 6))
            {
                mask &= ulong.MaxValue >> (63 - (last & 63));
            }

            var noted = word & mask;
            if (noted != 0)
            {
                var first = BitOperations.TrailingZeroCount(noted);
                word |= mask & ((1ul << first) - 1);
                return (bit & ~63) + first - 1 - (row * width);
            }

            word |= mask;
            bit = (bit | 63) + 1;
        }

        return to;
    }
}
