using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns;

/// <summary>A set of ASCII bytes that text is searched for. Unlike the runtime's own, its search is compiled into that of its user.</summary>
internal sealed class AsciiSet
{
    // One bit for each upper half of a byte, in the place of the lower half; those from 0x80 on have none.
    private readonly Vector128<byte> uppersByLower;
    private readonly bool[] members;

    private AsciiSet(bool[] members)
    {
        this.members = members;
        Span<byte> bits = stackalloc byte[Vector128<byte>.Count];
        bits.Clear();
        for (var value = 0; value < 0x80; value++)
        {
            bits[value & 0xF] |= (byte)(members[value] ? 1 << (value >> 4) : 0);
        }

        uppersByLower = Vector128.Create((ReadOnlySpan<byte>)bits);
    }

    /// <summary>The set; null if a byte of it is not ASCII.</summary>
    public static AsciiSet? Of(ByteSet set) =>
        set.ToArray().All(b => b < 0x80) ? new AsciiSet([.. Enumerable.Range(0, 256).Select(set.Contains)]) : null;

    /// <summary>The first byte of a text that is in the set; the text's length if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> text)
    {
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(text);
            var uppers = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);
            for (; i + Vector128<byte>.Count <= text.Length; i += Vector128<byte>.Count)
            {
                var bytes = Vector128.LoadUnsafe(ref start, (nuint)i);
                var upper = Vector128.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & Vector128.Create((byte)0xF);
                var found = Vector128.ShuffleNative(uppersByLower, bytes & Vector128.Create((byte)0xF)) & Vector128.ShuffleNative(uppers, upper);
                var not = Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits();
                if (not != 0xFFFF)
                {
                    return i + BitOperations.TrailingZeroCount(~not);
                }
            }
        }

        return FindScalar(text, i);
    }

    /// <summary>The plain twin of <see cref="Find"/>, from a place on.</summary>
    public int FindScalar(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length && !members[text[from]])
        {
            from++;
        }

        return from;
    }
}
