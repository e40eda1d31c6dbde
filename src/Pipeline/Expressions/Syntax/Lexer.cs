using System.Globalization;
using System.Text;

namespace LogOperator.Pipeline.Expressions.Syntax;

/// <summary>Cuts an expression into words, by the lexical rules of CEL (cel-spec, langdef.md, "Syntax") as far as the language goes.</summary>
internal static class Lexer
{
    private static readonly string[] Symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".", "-"];

    /// <returns>The words, the last of them an end; null with an error.</returns>
    public static List<Token>? Read(string text, out ExpressionError? error)
    {
        var tokens = new List<Token>();
        var i = 0;
        error = null;
        while (true)
        {
            while (i < text.Length && text[i] is ' ' or '\t' or '\n' or '\r')
            {
                i++;
            }

            if (i == text.Length)
            {
                tokens.Add(new Token(TokenKind.End, i, "", ""));
                return tokens;
            }

            var start = i;
            var c = text[i];
            if (c is '"' or '\'' || (c is 'r' or 'R' && i + 1 < text.Length && text[i + 1] is '"' or '\''))
            {
                var value = ReadText(text, ref i, out error);
                if (value is null)
                {
                    return null;
                }

                tokens.Add(new Token(TokenKind.Text, start, text[start..i], value));
            }
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                i = End(text, i, static c => char.IsAsciiLetterOrDigit(c) || c == '_');
                tokens.Add(new Token(TokenKind.Name, start, text[start..i], text[start..i]));
            }
            else if (char.IsAsciiDigit(c))
            {
                i = EndOfNumber(text, i);
                if (i < text.Length && (char.IsAsciiLetter(text[i]) || text[i] == '_'))
                {
                    error = new ExpressionError(start, $"expected a decimal number, found '{text[start..End(text, i, char.IsAsciiLetterOrDigit)]}'");
                    return null;
                }

                tokens.Add(new Token(TokenKind.Number, start, text[start..i], text[start..i]));
            }
            else if (Array.Find(Symbols, s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0) is { } symbol)
            {
                i += symbol.Length;
                tokens.Add(new Token(TokenKind.Symbol, start, symbol, symbol));
            }
            else
            {
                error = new ExpressionError(start, c switch
                {
                    '=' => "expected '==', found '='",
                    '&' => "expected '&&', found '&'",
                    '|' => "expected '||', found '|'",
                    '+' or '*' or '/' or '%' => $"there is no arithmetic; found '{c}'",
                    '?' or ':' => $"there is no conditional operator; found '{c}'",
                    _ => $"unexpected character {Show(c)}",
                });
                return null;
            }
        }
    }

    private static string? ReadText(string text, ref int i, out ExpressionError? error)
    {
        error = null;
        var start = i;
        var raw = text[i] is 'r' or 'R';
        i += raw ? 1 : 0;
        var quote = text[i++];
        var value = new StringBuilder();
        while (i < text.Length && text[i] != quote)
        {
            if (text[i] is '\n' or '\r')
            {
                break;
            }

            if (text[i] != '\\' || raw)
            {
                value.Append(text[i++]);
                continue;
            }

            var escape = i;
            if (!ReadEscape(text, ref i, value))
            {
                error = new ExpressionError(escape, $"unknown escape in a string: '{text[escape..Math.Min(text.Length, escape + 2)]}' (for regular expressions write r\"…\")");
                return null;
            }
        }

        if (i >= text.Length || text[i] != quote)
        {
            error = new ExpressionError(start, $"expected a closing {quote} of the string that begins here");
            return null;
        }

        i++;
        return value.ToString();
    }

    private static bool ReadEscape(string text, ref int i, StringBuilder value)
    {
        if (i + 1 >= text.Length)
        {
            return false;
        }

        var letter = text[i + 1];
        i += 2;
        var simple = "abfnrtv\\\"'`?".IndexOf(letter, StringComparison.Ordinal);
        if (simple >= 0)
        {
            value.Append("\a\b\f\n\r\t\v\\\"'`?"[simple]);
            return true;
        }

        var digits = letter switch { 'x' or 'X' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0 || i + digits > text.Length
            || !uint.TryParse(text.AsSpan(i, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || !Rune.IsValid(code))
        {
            return false;
        }

        i += digits;
        value.Append(new Rune(code).ToString());
        return true;
    }

    private static int EndOfNumber(string text, int i)
    {
        i = End(text, i, char.IsAsciiDigit);
        if (i + 1 < text.Length && text[i] == '.' && char.IsAsciiDigit(text[i + 1]))
        {
            i = End(text, i + 1, char.IsAsciiDigit);
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            var exponent = i + 1 < text.Length && text[i + 1] is '+' or '-' ? i + 2 : i + 1;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                i = End(text, exponent, char.IsAsciiDigit);
            }
        }

        return i;
    }

    private static int End(string text, int i, Func<char, bool> belongs)
    {
        while (i < text.Length && belongs(text[i]))
        {
            i++;
        }

        return i;
    }

    private static string Show(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : $"'{c}'";
}
