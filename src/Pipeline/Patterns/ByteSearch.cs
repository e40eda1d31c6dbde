using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogOperator.Pipeline.Patterns;

/// <summary>Searches text for one byte. Unlike the runtime's own search, this is compiled into its user, for the machine, when that is first called.</summary>
internal static class ByteSearch
{
    /// <summary>The first place of a byte in a text; the text's length if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Find(ReadOnlySpan<byte> text, byte value)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var i = 0;

        // Sixteen bytes first: most runs end within them.
        if (Vector128.IsHardwareAccelerated && text.Length >= Vector128<byte>.Count)
        {
            var found = Vector128.Equals(Vector128.LoadUnsafe(ref start), Vector128.Create(value)).ExtractMostSignificantBits();
            if (found != 0)
            {
                return BitOperations.TrailingZeroCount(found);
            }

            i = Vector128<byte>.Count;
            for (; Vector256.IsHardwareAccelerated && i + Vector256<byte>.Count <= text.Length; i += Vector256<byte>.Count)
            {
                found = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)i), Vector256.Create(value)).ExtractMostSignificantBits();
                if (found != 0)
                {
                    return i + BitOperations.TrailingZeroCount(found);
                }
            }

            for (; i + Vector128<byte>.Count <= text.Length; i += Vector128<byte>.Count)
            {
                found = Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)i), Vector128.Create(value)).ExtractMostSignificantBits();
                if (found != 0)
                {
                    return i + BitOperations.TrailingZeroCount(found);
                }
            }
        }

        while (i < text.Length && text[i] != value)
        {
            i++;
        }

        return i;
    }
}
