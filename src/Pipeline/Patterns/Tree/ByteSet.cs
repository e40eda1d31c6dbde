using System.Numerics;

namespace LogOperator.Pipeline.Patterns.Tree;

/// <summary>A set of numbers below 256.</summary>
internal readonly record struct ByteSet(ulong A, ulong B, ulong C, ulong D)
{
    public static ByteSet All { get; } = new(~0ul, ~0ul, ~0ul, ~0ul);

    /// <summary>Bytes of which characters beyond ASCII are made.</summary>
    public static ByteSet NotAscii { get; } = new(0, 0, ~0ul, ~0ul);

    public bool IsEmpty => (A | B | C | D) == 0;

    public int Count => BitOperations.PopCount(A) + BitOperations.PopCount(B) + BitOperations.PopCount(C) + BitOperations.PopCount(D);

    public static ByteSet operator |(ByteSet left, ByteSet right) => new(left.A | right.A, left.B | right.B, left.C | right.C, left.D | right.D);

    public static ByteSet operator &(ByteSet left, ByteSet right) => new(left.A & right.A, left.B & right.B, left.C & right.C, left.D & right.D);

    public static ByteSet operator ~(ByteSet set) => new(~set.A, ~set.B, ~set.C, ~set.D);

    public static ByteSet Of(int member)
    {
        var bit = 1ul << (member & 63);
        return (member >> 6) switch { 0 => new(bit, 0, 0, 0), 1 => new(0, bit, 0, 0), 2 => new(0, 0, bit, 0), _ => new(0, 0, 0, bit) };
    }

    public static ByteSet Range(int first, int last)
    {
        var set = default(ByteSet);
        for (var i = first; i <= last; i++)
        {
            set |= Of(i);
        }

        return set;
    }

    public bool Contains(int member)
    {
        var word = (member >> 6) switch { 0 => A, 1 => B, 2 => C, _ => D };
        return ((word >> (member & 63)) & 1) != 0;
    }

    public bool Overlaps(ByteSet other) => !(this & other).IsEmpty;

    /// <summary>The members in ascending order.</summary>
    public byte[] ToArray()
    {
        var members = new byte[Count];
        for (int i = 0, next = 0; i < 256; i++)
        {
            if (Contains(i))
            {
                members[next++] = (byte)i;
            }
        }

        return members;
    }
}
