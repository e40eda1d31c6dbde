using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LogOperator.Pipeline.Json;

/// <summary>
/// Checks JSON (RFC 8259) in one pass over pinned bytes. Every method takes where it begins and where the text ends, and returns where the
/// value ends, or null if it is not valid. Bytes of 0x80 and above are accepted inside strings whatever they mean; callers check UTF-8.
/// </summary>
internal static unsafe class JsonScanner
{
    /// <summary>Deepest nesting of objects and arrays, the outermost counted.</summary>
    public const int MaximumDepth = 64;

    /// <summary>Skips white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SkipSpace(byte* p, byte* end)
    {
        while (p < end && *p <= ' ' && *p is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            p++;
        }

        return p;
    }

    /// <summary>Finds the end of a string.</summary>
    /// <param name="p">First byte behind the opening quote.</param>
    /// <param name="end">End of the text.</param>
    /// <param name="escaped">Set if there is an escape.</param>
    /// <returns>The closing quote.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* String(byte* p, byte* end, ref bool escaped)
    {
        while (true)
        {
            p = Special(p, end);
            if (p >= end || *p < ' ')
            {
                return null;
            }

            if (*p == '"')
            {
                return p;
            }

            p = Escape(p + 1, end);
            if (p is null)
            {
                return null;
            }

            escaped = true;
        }
    }

    /// <summary>Skips a number.</summary>
    /// <param name="p">Its first byte.</param>
    /// <param name="end">End of the text.</param>
    public static byte* Number(byte* p, byte* end)
    {
        if (p < end && *p == '-')
        {
            p++;
        }

        if (p >= end || !IsDigit(*p))
        {
            return null;
        }

        p = *p == '0' ? p + 1 : Digits(p, end);
        if (p < end && *p == '.')
        {
            p++;
            if (p >= end || !IsDigit(*p))
            {
                return null;
            }

            p = Digits(p, end);
        }

        if (p < end && (*p | 0x20) == 'e')
        {
            p++;
            if (p < end && *p is (byte)'+' or (byte)'-')
            {
                p++;
            }

            if (p >= end || !IsDigit(*p))
            {
                return null;
            }

            p = Digits(p, end);
        }

        return p;
    }

    /// <summary>Skips one of the literals <c>true</c>, <c>false</c> and <c>null</c>.</summary>
    public static byte* Literal(byte* p, byte* end)
    {
        if (end - p >= 4)
        {
            var word = Unsafe.ReadUnaligned<uint>(p);
            if (word == Word("true"u8) || word == Word("null"u8))
            {
                return p + 4;
            }

            if (end - p >= 5 && *p == 'f' && Unsafe.ReadUnaligned<uint>(p + 1) == Word("alse"u8))
            {
                return p + 5;
            }
        }

        return null;
    }

    /// <summary>Skips any value.</summary>
    /// <param name="p">Its first byte.</param>
    /// <param name="end">End of the text.</param>
    /// <param name="depth">Objects and arrays around it.</param>
    public static byte* Value(byte* p, byte* end, int depth)
    {
        if (p >= end)
        {
            return null;
        }

        switch (*p)
        {
            case (byte)'"':
                var escaped = false;
                p = String(p + 1, end, ref escaped);
                return p is null ? null : p + 1;
            case (byte)'{' or (byte)'[':
                return Container(p, end, depth);
            case (byte)'t' or (byte)'f' or (byte)'n':
                return Literal(p, end);
            default:
                return Number(p, end);
        }
    }

    /// <summary>Skips an object or array.</summary>
    /// <param name="p">Its bracket.</param>
    /// <param name="end">End of the text.</param>
    /// <param name="depth">Objects and arrays around it.</param>
    public static byte* Container(byte* p, byte* end, int depth)
    {
        // One bit for each open bracket, 1 for an object: a stack of 64 without memory.
        var open = 0UL;
        var inner = 0;
        while (true)
        {
            // p stands on a bracket that opens.
            if (depth + ++inner > MaximumDepth)
            {
                return null;
            }

            var isObject = *p == '{';
            open = (open << 1) | (isObject ? 1UL : 0);
            p = SkipSpace(p + 1, end);
            if (p >= end)
            {
                return null;
            }

            var closed = *p == (isObject ? '}' : ']');
            while (true)
            {
                if (closed)
                {
                    // p stands on a bracket that closes.
                    p++;
                    open >>= 1;
                    if (--inner == 0)
                    {
                        return p;
                    }
                }
                else
                {
                    // p stands on a member or an element.
                    p = (open & 1) != 0 ? Key(p, end) : p;
                    if (p is null || p >= end)
                    {
                        return null;
                    }

                    if (*p is (byte)'{' or (byte)'[')
                    {
                        break;
                    }

                    p = Value(p, end, MaximumDepth);
                    if (p is null)
                    {
                        return null;
                    }
                }

                p = SkipSpace(p, end);
                if (p >= end)
                {
                    return null;
                }

                closed = *p == ((open & 1) != 0 ? '}' : ']');
                if (!closed)
                {
                    if (*p != ',')
                    {
                        return null;
                    }

                    p = SkipSpace(p + 1, end);
                }
            }
        }
    }

    /// <summary>Skips a member's name, the colon and white space.</summary>
    private static byte* Key(byte* p, byte* end)
    {
        if (p >= end || *p != '"')
        {
            return null;
        }

        var escaped = false;
        p = String(p + 1, end, ref escaped);
        if (p is null)
        {
            return null;
        }

        p = SkipSpace(p + 1, end);
        return p < end && *p == ':' ? SkipSpace(p + 1, end) : null;
    }

    /// <summary>The next quote, backslash or control character; the end if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Special(byte* p, byte* end)
    {
        // Sixteen bytes first: most strings of a log end within them.
        if (Vector128.IsHardwareAccelerated)
        {
            if (end - p >= 16)
            {
                var bits = Specials(Vector128.Load(p));
                if (bits != 0)
                {
                    return p + BitOperations.TrailingZeroCount(bits);
                }

                p += 16;
            }

            if (Vector256.IsHardwareAccelerated)
            {
                while (end - p >= 32)
                {
                    var bytes = Vector256.Load(p);
                    var bits = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                        | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1f)), bytes)).ExtractMostSignificantBits();
                    if (bits != 0)
                    {
                        return p + BitOperations.TrailingZeroCount(bits);
                    }

                    p += 32;
                }
            }

            while (end - p >= 16)
            {
                var bits = Specials(Vector128.Load(p));
                if (bits != 0)
                {
                    return p + BitOperations.TrailingZeroCount(bits);
                }

                p += 16;
            }
        }

        while (p < end && *p != '"' && *p != '\\' && *p >= ' ')
        {
            p++;
        }

        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Specials(Vector128<byte> bytes) =>
        (Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1f)), bytes)).ExtractMostSignificantBits();

    /// <summary>Skips what follows a backslash.</summary>
    private static byte* Escape(byte* p, byte* end)
    {
        if (p >= end)
        {
            return null;
        }

        if (*p != 'u')
        {
            return *p is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' ? p + 1 : null;
        }

        return end - p > 4 && IsHex(p[1]) && IsHex(p[2]) && IsHex(p[3]) && IsHex(p[4]) ? p + 5 : null;
    }

    private static byte* Digits(byte* p, byte* end)
    {
        while (p < end && IsDigit(*p))
        {
            p++;
        }

        return p;
    }

    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    private static bool IsHex(byte b) => char.IsAsciiHexDigit((char)b);

    private static uint Word(ReadOnlySpan<byte> text) => Unsafe.ReadUnaligned<uint>(in text[0]);
}
