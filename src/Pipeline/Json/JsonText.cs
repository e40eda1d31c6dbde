using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LogOperator.Pipeline.Json;

/// <summary>Reads the inside of JSON strings that were found valid.</summary>
internal static class JsonText
{
    /// <summary>Replaces the escapes of a valid string by what they stand for; a lone surrogate becomes U+FFFD.</summary>
    /// <param name="escaped">The inside of the string.</param>
    /// <param name="destination">At least as long: unescaped text is never longer.</param>
    /// <returns>Bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        var length = 0;
        while (true)
        {
            var run = escaped.IndexOf((byte)'\\');
            if (run < 0 || run + 1 >= escaped.Length)
            {
                escaped.CopyTo(destination[length..]);
                return length + escaped.Length;
            }

            escaped[..run].CopyTo(destination[length..]);
            length += run;
            var letter = escaped[run + 1];
            if (letter == 'u')
            {
                escaped = escaped[(run + 2)..];
                length += Rune(ref escaped).EncodeToUtf8(destination[length..]);
                continue;
            }

            destination[length++] = letter switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => letter,
            };
            escaped = escaped[(run + 2)..];
        }
    }

    /// <summary>Copies text with every byte that is not UTF-8 replaced by U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">At least three times as long.</param>
    /// <returns>Bytes written.</returns>
    public static int Sanitize(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            if (System.Text.Rune.DecodeFromUtf8(text, out _, out var consumed) == OperationStatus.Done)
            {
                text[..consumed].CopyTo(destination[length..]);
                length += consumed;
            }
            else
            {
                length += System.Text.Rune.ReplacementChar.EncodeToUtf8(destination[length..]);
            }

            text = text[consumed..];
        }

        return length;
    }

    /// <summary>Reads a text that is a JSON number from its first to its last byte.</summary>
    public static unsafe bool TryReadNumber(ReadOnlySpan<byte> text, out Number number)
    {
        number = default;
        fixed (byte* start = text)
        {
            var end = start + text.Length;
            if (text.IsEmpty || JsonScanner.Number(start, end) != end)
            {
                return false;
            }
        }

        if (Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length)
        {
            number = new Number(whole);
            return true;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
        {
            number = new Number(real);
            return true;
        }

        return false;
    }

    /// <summary>Reads the four digits of an escape, and the escape of its other half if it is the first of a pair.</summary>
    private static Rune Rune(ref ReadOnlySpan<byte> rest)
    {
        var high = (char)Hex(rest);
        rest = rest[4..];
        if (System.Text.Rune.TryCreate(high, out var rune))
        {
            return rune;
        }

        if (rest.Length >= 6 && rest[0] == '\\' && rest[1] == 'u' && System.Text.Rune.TryCreate(high, (char)Hex(rest[2..]), out rune))
        {
            rest = rest[6..];
            return rune;
        }

        return System.Text.Rune.ReplacementChar;
    }

    private static int Hex(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits[..4], out ushort value, out _, 'x') ? value : 0;
}
