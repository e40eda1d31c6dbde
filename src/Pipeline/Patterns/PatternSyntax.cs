using System.Globalization;
using System.Text;

namespace LogOperator.Pipeline.Patterns;

/// <summary>
/// Checks that a pattern stays within what RE2 and .NET have in common and writes it down so that .NET means by it what RE2 does:
/// <c>\d \w \s</c> are ASCII, <c>$</c> is the very end, <c>(?P&lt;name&gt;…)</c> is <c>(?&lt;name&gt;…)</c>.
/// </summary>
internal sealed class PatternSyntax(string pattern)
{
    /// <summary>Most repetitions, those around it multiplied in; RE2's own limit.</summary>
    private const int MaximumRepeat = 1000;
    private const int MaximumDepth = 64;
    private readonly StringBuilder output = new();
    private readonly List<string> groups = [];
    private readonly Stack<(int Start, bool Multiline)> open = new();
    private readonly List<(int Start, int Count)> repeats = [];
    private bool multiline;
    private int lastAtom;

    /// <summary>Names of the groups in the order in which they open.</summary>
    public IReadOnlyList<string> Groups => groups;

    /// <summary>What .NET compiles.</summary>
    public string Translation => output.ToString();

    /// <summary>Checks and translates; an error, or null if there is none.</summary>
    public PatternError? Translate()
    {
        for (var i = 0; i < pattern.Length;)
        {
            var start = i;
            PatternError? error = null;
            switch (pattern[i])
            {
                case '\\':
                    error = CharacterEscapes.Outside(pattern, ref i, output);
                    lastAtom = start;
                    break;
                case '[':
                    error = CharacterClass.Translate(pattern, ref i, output);
                    lastAtom = start;
                    break;
                case '(':
                    error = Open(ref i);
                    break;
                case ')':
                    output.Append(')');
                    i++;
                    if (open.TryPop(out var group))
                    {
                        multiline = group.Multiline;
                        lastAtom = group.Start;
                    }

                    break;
                case '*' or '+' or '?':
                    output.Append(pattern[i++]);
                    error = Lazy(ref i);
                    break;
                case '{' when IsRepeat(i, out var end, out var count):
                    output.Append(pattern, i, end - i);
                    i = end;
                    error = Repeat(start, count) ?? Lazy(ref i);
                    break;
                case '$':
                    output.Append(multiline ? "$" : "\\z");
                    i++;
                    break;
                default:
                    lastAtom = start;
                    output.Append(pattern[i++]);
                    break;
            }

            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    private PatternError? Lazy(ref int i)
    {
        if (i < pattern.Length && pattern[i] == '?')
        {
            output.Append('?');
            i++;
        }

        return i < pattern.Length && pattern[i] is '+' or '*' or '?'
            ? new PatternError(i, "found a repetition of a repetition; possessive ones do not exist here")
            : null;
    }

    private PatternError? Open(ref int i)
    {
        var start = i;
        if (open.Count == MaximumDepth)
        {
            return new PatternError(i, $"expected at most {MaximumDepth} groups in each other");
        }

        if (i + 1 >= pattern.Length || pattern[i + 1] != '?')
        {
            open.Push((start, multiline));
            output.Append('(');
            i++;
            return null;
        }

        var rest = pattern.AsSpan(i + 2);
        if (rest.StartsWith("=") || rest.StartsWith("!") || rest.StartsWith("<=") || rest.StartsWith("<!"))
        {
            return new PatternError(i, "look-around cannot be matched in linear time; capture what follows or precedes in a group instead");
        }

        if (rest.StartsWith(">"))
        {
            return new PatternError(i, "atomic groups do not exist here; matching never backtracks");
        }

        if (rest.StartsWith("P<") || rest.StartsWith("<"))
        {
            return Name(ref i, rest[0] == 'P' ? i + 4 : i + 3);
        }

        return Flags(ref i);
    }

    private PatternError? Name(ref int i, int from)
    {
        var end = from;
        while (end < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[end]) || pattern[end] == '_'))
        {
            end++;
        }

        if (end == from || char.IsAsciiDigit(pattern[from]) || end >= pattern.Length || pattern[end] != '>')
        {
            return new PatternError(from, "expected the name of a group, of ASCII letters, digits and _, not beginning with a digit, and '>'");
        }

        var name = pattern[from..end];
        if (groups.Contains(name, StringComparer.Ordinal))
        {
            return new PatternError(from, $"found the group name {name} twice");
        }

        groups.Add(name);
        open.Push((i, multiline));
        output.Append("(?<").Append(name).Append('>');
        i = end + 1;
        return null;
    }

    /// <summary><c>(?i)</c>, <c>(?s-i:…)</c>, <c>(?:…)</c>.</summary>
    private PatternError? Flags(ref int i)
    {
        var end = i + 2;
        var on = true;
        var flagged = multiline;
        for (; end < pattern.Length && pattern[end] is 'i' or 'm' or 's' or '-'; end++)
        {
            if (pattern[end] == '-' && !on)
            {
                break;
            }

            on &= pattern[end] != '-';
            flagged = pattern[end] == 'm' ? on : flagged;
        }

        if (end >= pattern.Length || pattern[end] is not (':' or ')') || (pattern[end] == ')' && end == i + 2) || pattern[end - 1] == '-')
        {
            return new PatternError(i, "expected a group such as (…), (?:…), (?<name>…) or flags of i, m and s, as in (?i)");
        }

        if (pattern[end] == ':')
        {
            open.Push((i, multiline));
        }

        multiline = flagged;
        output.Append(pattern, i, end + 1 - i);
        i = end + 1;
        return null;
    }

    private bool IsRepeat(int i, out int end, out int count)
    {
        count = 0;
        end = pattern.IndexOf('}', i) + 1;
        if (end == 0)
        {
            return false;
        }

        var inside = pattern.AsSpan(i + 1, end - i - 2);
        var comma = inside.IndexOf(',');
        var low = comma < 0 ? inside : inside[..comma];
        var high = comma < 0 ? default : inside[(comma + 1)..];
        if (!IsNumber(low) || (!high.IsEmpty && !IsNumber(high)))
        {
            return false;
        }

        count = Math.Max(Clamp(low), high.IsEmpty ? 0 : Clamp(high));
        return true;

        static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange('0', '9') < 0;

        static int Clamp(ReadOnlySpan<char> text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, MaximumRepeat + 1) : MaximumRepeat + 1;
    }

    /// <summary>Notes a repetition; its count times the largest counted inside what it repeats must stay within the limit.</summary>
    private PatternError? Repeat(int position, int count)
    {
        var total = (long)Math.Max(1, count);
        foreach (var (start, inner) in repeats)
        {
            if (start >= lastAtom)
            {
                total = Math.Max(total, (long)Math.Max(1, count) * inner);
            }
        }

        if (total > MaximumRepeat)
        {
            return new PatternError(position, $"expected at most {MaximumRepeat} repetitions, those inside each other multiplied");
        }

        repeats.Add((lastAtom, (int)total));
        return null;
    }
}
