using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace LogOperator.Pipeline.Encoders;

/// <summary>
/// Writes text as the inside of a JSON string (RFC 8259, section 7): quotation mark, backslash and control characters are escaped,
/// bytes that are not UTF-8 become U+FFFD, everything else is copied.
/// </summary>
internal static class JsonEscaper
{
    /// <summary>The most bytes that one byte of text can become.</summary>
    public const int MaxExpansion = 6;

    private const int PieceLength = 4096;

    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    /// <summary>Appends text, escaped.</summary>
    public static void Escape(ReadOnlySpan<byte> text, EncodeBuffer buffer)
    {
        // Room is checked once per piece instead of once per byte.
        var trusted = false;
        while (!text.IsEmpty)
        {
            var piece = text[..Math.Min(text.Length, PieceLength)];
            var done = CopyPiece(piece, buffer, trusted);
            text = text[done..];
            if (done == piece.Length)
            {
                continue;
            }

            // The first byte that is not ASCII: from here on either all the rest is UTF-8 and needs no further look, or it is taken apart.
            if (Utf8.IsValid(text))
            {
                trusted = true;
                continue;
            }

            EscapeUntrusted(text, buffer);
            return;
        }
    }

    /// <summary>The plain twin of <see cref="Escape"/>: one character at a time.</summary>
    public static void EscapeUntrusted(ReadOnlySpan<byte> text, EncodeBuffer buffer)
    {
        while (!text.IsEmpty)
        {
            if (text[0] < 0x80)
            {
                var room = buffer.GetSpan(MaxExpansion);
                buffer.Advance(EscapeByte(text[0], ref MemoryMarshal.GetReference(room)));
                text = text[1..];
                continue;
            }

            var valid = Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done;
            buffer.Append(valid ? text[..length] : Replacement);
            text = text[length..];
        }
    }

    /// <summary>Appends JSON that somebody else has checked; should its strings hold bytes that are not UTF-8, those become U+FFFD.</summary>
    public static void CopyChecked(ReadOnlySpan<byte> json, EncodeBuffer buffer)
    {
        if (Utf8.IsValid(json))
        {
            buffer.Append(json);
            return;
        }

        while (!json.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(json, out _, out var length) == OperationStatus.Done;
            buffer.Append(valid ? json[..length] : Replacement);
            json = json[length..];
        }
    }

    /// <summary>Copies and escapes up to the end of the piece, or to its first byte that is not ASCII unless those are trusted.</summary>
    /// <returns>Bytes of the piece that were dealt with.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CopyPiece(ReadOnlySpan<byte> piece, EncodeBuffer buffer, bool trusted)
    {
        // Vectors are stored whole, also where only a part of them counts: hence the slack behind the longest result.
        var room = buffer.GetSpan((piece.Length * MaxExpansion) + Vector256<byte>.Count);
        ref var source = ref MemoryMarshal.GetReference(piece);
        ref var target = ref MemoryMarshal.GetReference(room);
        nint from = 0;
        nint to = 0;
        nint length = piece.Length;
        if (Vector256.IsHardwareAccelerated)
        {
            var notAscii = trusted ? Vector256<byte>.Zero : Vector256.Create((byte)0x80);
            while (length - from >= Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(ref source, (nuint)from);
                bytes.StoreUnsafe(ref target, (nuint)to);
                var special = Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)
                    | Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                    | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                    | (bytes & notAscii);
                var mask = special.ExtractMostSignificantBits();
                if (mask == 0)
                {
                    from += Vector256<byte>.Count;
                    to += Vector256<byte>.Count;
                    continue;
                }

                var plain = BitOperations.TrailingZeroCount(mask);
                from += plain;
                to += plain;
                if (!StepOver(Unsafe.Add(ref source, from), ref Unsafe.Add(ref target, to), ref to))
                {
                    buffer.Advance((int)to);
                    return (int)from;
                }

                from++;
            }
        }

        // What is left of longer vectors, and all where there are none.
        if (Vector128.IsHardwareAccelerated)
        {
            var notAscii = trusted ? Vector128<byte>.Zero : Vector128.Create((byte)0x80);
            while (length - from >= Vector128<byte>.Count)
            {
                var bytes = Vector128.LoadUnsafe(ref source, (nuint)from);
                bytes.StoreUnsafe(ref target, (nuint)to);
                var special = Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1F)), bytes)
                    | Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                    | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                    | (bytes & notAscii);
                var mask = special.ExtractMostSignificantBits();
                if (mask == 0)
                {
                    from += Vector128<byte>.Count;
                    to += Vector128<byte>.Count;
                    continue;
                }

                var plain = BitOperations.TrailingZeroCount(mask);
                from += plain;
                to += plain;
                if (!StepOver(Unsafe.Add(ref source, from), ref Unsafe.Add(ref target, to), ref to))
                {
                    buffer.Advance((int)to);
                    return (int)from;
                }

                from++;
            }
        }

        for (; from < length; from++)
        {
            var value = Unsafe.Add(ref source, from);
            if (value < 0x80)
            {
                to += EscapeByte(value, ref Unsafe.Add(ref target, to));
            }
            else if (trusted)
            {
                Unsafe.Add(ref target, to++) = value;
            }
            else
            {
                break;
            }
        }

        buffer.Advance((int)to);
        return (int)from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool StepOver(byte value, ref byte target, ref nint to)
    {
        if (value >= 0x80)
        {
            return false;
        }

        to += EscapeByte(value, ref target);
        return true;
    }

    /// <summary>Writes one ASCII character, at most <see cref="MaxExpansion"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EscapeByte(byte value, ref byte target)
    {
        if (value >= 0x20 && value != '"' && value != '\\')
        {
            target = value;
            return 1;
        }

        target = (byte)'\\';
        ref var second = ref Unsafe.Add(ref target, 1);
        switch (value)
        {
            case (byte)'"' or (byte)'\\':
                second = value;
                return 2;
            case (byte)'\n':
                second = (byte)'n';
                return 2;
            case (byte)'\t':
                second = (byte)'t';
                return 2;
            case (byte)'\r':
                second = (byte)'r';
                return 2;
            case (byte)'\b':
                second = (byte)'b';
                return 2;
            case (byte)'\f':
                second = (byte)'f';
                return 2;
            default:
                second = (byte)'u';
                Unsafe.Add(ref target, 2) = (byte)'0';
                Unsafe.Add(ref target, 3) = (byte)'0';
                Unsafe.Add(ref target, 4) = HexDigits[value >> 4];
                Unsafe.Add(ref target, 5) = HexDigits[value & 15];
                return 6;
        }
    }
}
