using System.Globalization;
using System.Text;

namespace LogOperator.Pipeline.Patterns;

/// <summary>What may follow a backslash.</summary>
internal static class CharacterEscapes
{
    private static readonly string[] Categories =
    [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co",
    ];

    /// <summary>Translates an escape outside brackets.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="i">Place of the backslash; then of what follows the escape.</param>
    /// <param name="output">Takes the translation.</param>
    public static PatternError? Outside(string pattern, ref int i, StringBuilder output)
    {
        var letter = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
        if (letter is 'b' or 'B' or 'A' or 'z')
        {
            output.Append('\\').Append(letter);
            i += 2;
            return null;
        }

        if (letter is >= '1' and <= '9' or 'k')
        {
            return new PatternError(i, "back-references cannot be matched in linear time");
        }

        if (Set(letter) is { } set)
        {
            output.Append('[').Append(set).Append(']');
            i += 2;
            return null;
        }

        return Common(pattern, ref i, output);
    }

    /// <summary>The ASCII sets as they stand in brackets; those with capitals are everything else.</summary>
    public static string? Set(char letter) => letter switch
    {
        'd' => "0-9",
        'D' => "\\u0000-/:-\\uFFFF",
        'w' => "0-9A-Za-z_",
        'W' => "\\u0000-/:-@\\[-^`{-\\uFFFF",
        's' => "\\t\\n\\f\\r ",
        'S' => "\\u0000-\\u0008\\u000B\\u000E-\\u001F!-\\uFFFF",
        _ => null,
    };

    /// <summary>Translates an escape that means the same in brackets and outside.</summary>
    public static PatternError? Common(string pattern, ref int i, StringBuilder output)
    {
        if (i + 1 >= pattern.Length)
        {
            return new PatternError(i, "expected a character after the backslash");
        }

        var letter = pattern[i + 1];
        switch (letter)
        {
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
            case not 'x' and not 'p' and not 'P' when char.IsAscii(letter) && !char.IsAsciiLetterOrDigit(letter) && !char.IsControl(letter):
                output.Append('\\').Append(letter);
                i += 2;
                return null;
            case 'x':
                return Hexadecimal(pattern, ref i, output);
            case 'p' or 'P':
                return Category(pattern, ref i, output);
            default:
                var hint = letter switch
                {
                    'Z' => "; write \\z",
                    'u' => "; write \\x{…}",
                    '0' => "; write \\x00",
                    'h' => "; write [ \\t]",
                    _ => "",
                };
                return new PatternError(i, $"unknown escape \\{letter}{hint}");
        }
    }

    private static PatternError? Hexadecimal(string pattern, ref int i, StringBuilder output)
    {
        var braced = i + 2 < pattern.Length && pattern[i + 2] == '{';
        var from = braced ? i + 3 : i + 2;
        var end = braced ? pattern.IndexOf('}', from) : from + 2;
        if (end < 0 || end > pattern.Length
            || !int.TryParse(pattern.AsSpan(from, end - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is > 0xFFFF or < 0 or (>= 0xD800 and <= 0xDFFF))
        {
            return new PatternError(i, "expected \\xFF or \\x{FFFF}, a character below U+10000");
        }

        output.Append(CultureInfo.InvariantCulture, $"\\u{code:X4}");
        i = braced ? end + 1 : end;
        return null;
    }

    private static PatternError? Category(string pattern, ref int i, StringBuilder output)
    {
        var braced = i + 2 < pattern.Length && pattern[i + 2] == '{';
        var from = braced ? i + 3 : i + 2;
        var end = braced ? pattern.IndexOf('}', from) : from + 1;
        var name = end < 0 || end > pattern.Length ? "" : pattern[from..end];
        if (!Categories.Contains(name, StringComparer.Ordinal))
        {
            return new PatternError(i, $"expected a general category of Unicode such as \\p{{L}} or \\p{{Nd}}, found '{name}'");
        }

        output.Append('\\').Append(pattern[i + 1]).Append('{').Append(name).Append('}');
        i = braced ? end + 1 : end;
        return null;
    }
}
