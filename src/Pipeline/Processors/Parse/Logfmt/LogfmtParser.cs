using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Parse.Logfmt;

/// <summary>
/// Reads logfmt (brandur.org/logfmt, github.com/kr/logfmt): words of <c>key=value</c>, <c>key="quoted value"</c> and <c>key</c> alone, which
/// means true, separated by spaces. At least one word must have an equals sign: else any sentence would be logfmt.
/// </summary>
internal sealed unsafe class LogfmtParser : IParser
{
    public bool Parse(ReadOnlySpan<byte> text, ParsedFields fields)
    {
        var pairs = 0;
        for (var i = SkipSpace(text, 0); i < text.Length; i = SkipSpace(text, i))
        {
            var key = i;
            i = EndOfKey(text, i);
            var keyLength = i - key;
            if (keyLength == 0 || (i < text.Length && text[i] == '"'))
            {
                return false;
            }

            if (i >= text.Length || text[i] != '=')
            {
                if (!fields.Add(text, key, keyLength, keyEscaped: false, ValueKind.True, i, 0))
                {
                    return false;
                }

                continue;
            }

            pairs++;
            i++;
            var value = i;
            var kind = ValueKind.Text;
            int length;
            if (i < text.Length && text[i] == '"')
            {
                value++;
                length = Quoted(text[value..], out kind);
                if (length < 0)
                {
                    return false;
                }

                i = value + length + 1;
                if (i < text.Length && !IsSpace(text[i]))
                {
                    return false;
                }
            }
            else
            {
                i = EndOfWord(text, i);
                length = i - value;
            }

            if (!fields.Add(text, key, keyLength, keyEscaped: false, kind, value, length))
            {
                return false;
            }
        }

        return pairs > 0;
    }

    /// <summary>Length up to the closing quote; negative if there is none. A backslash keeps the quote behind it from closing.</summary>
    private static int Quoted(ReadOnlySpan<byte> text, out ValueKind kind)
    {
        kind = ValueKind.Text;
        var length = 0;
        while (true)
        {
            var next = text[length..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0 || length + next >= text.Length)
            {
                return -1;
            }

            length += next;
            if (text[length] == '"')
            {
                break;
            }

            kind = ValueKind.EscapedText;
            length += 2;
            if (length > text.Length)
            {
                return -1;
            }
        }

        if (kind == ValueKind.EscapedText && !IsJson(text[..(length + 1)]))
        {
            // Escapes that JSON does not have: better as they stand than wrong.
            kind = ValueKind.Text;
        }

        return length;
    }

    private static bool IsJson(ReadOnlySpan<byte> quoted)
    {
        fixed (byte* start = quoted)
        {
            var escaped = false;
            return JsonScanner.String(start, start + quoted.Length, ref escaped) == start + quoted.Length - 1;
        }
    }

    private static int EndOfKey(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && !IsSpace(text[i]) && text[i] is not ((byte)'=' or (byte)'"'))
        {
            i++;
        }

        return i;
    }

    private static int EndOfWord(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && !IsSpace(text[i]))
        {
            i++;
        }

        return i;
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && IsSpace(text[i]))
        {
            i++;
        }

        return i;
    }

    private static bool IsSpace(byte b) => b <= ' ';
}
