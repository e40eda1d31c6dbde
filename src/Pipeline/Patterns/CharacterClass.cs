using System.Text;

namespace LogOperator.Pipeline.Patterns;

/// <summary>Brackets. .NET's subtraction (<c>[a-z-[aeiou]]</c>) is kept out by escaping every bracket inside; POSIX names are written out.</summary>
internal static class CharacterClass
{
    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = "\\u0000-\\u007F",
        ["blank"] = "\\t ",
        ["cntrl"] = "\\u0000-\\u001F\\u007F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\n\\v\\f\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>Translates brackets.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="i">Place of the opening bracket; then of what follows the closing one.</param>
    /// <param name="output">Takes the translation.</param>
    public static PatternError? Translate(string pattern, ref int i, StringBuilder output)
    {
        var start = i++;
        output.Append('[');
        if (i < pattern.Length && pattern[i] == '^')
        {
            output.Append('^');
            i++;
        }

        for (var first = true; i < pattern.Length; first = false)
        {
            var c = pattern[i];
            if (c == ']' && !first)
            {
                output.Append(']');
                i++;
                return null;
            }

            PatternError? error = null;
            if (c == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern.IndexOf(":]", i + 2, StringComparison.Ordinal) is > 0 and var end)
            {
                error = Name(pattern, ref i, end, output);
            }
            else if (c == '\\' && i + 1 < pattern.Length && CharacterEscapes.Set(pattern[i + 1]) is { } set)
            {
                output.Append(set);
                i += 2;
                error = NoRange(pattern, i);
            }
            else if (c == '\\')
            {
                error = CharacterEscapes.Common(pattern, ref i, output);
            }
            else
            {
                output.Append(c is '[' or ']' ? "\\" : "").Append(c);
                i++;
            }

            if (error is not null)
            {
                return error;
            }
        }

        return new PatternError(start, "expected a closing ']'");
    }

    private static PatternError? Name(string pattern, ref int i, int end, StringBuilder output)
    {
        var name = pattern[(i + 2)..end];
        if (!Posix.TryGetValue(name, out var set))
        {
            return new PatternError(i, $"expected the name of a POSIX class such as [:alpha:], found [:{name}:]");
        }

        output.Append(set);
        i = end + 2;
        return NoRange(pattern, i);
    }

    /// <summary>A set cannot be the start of a range.</summary>
    private static PatternError? NoRange(string pattern, int i) =>
        i + 1 < pattern.Length && pattern[i] == '-' && pattern[i + 1] != ']'
            ? new PatternError(i, "found a range that begins with a set; escape the dash")
            : null;
}
