using System.Globalization;

namespace LogOperator.Pipeline.Patterns.Tree;

/// <summary>
/// Takes apart what <see cref="PatternSyntax"/> wrote down for .NET and .NET accepted. Reading that, and not what the user wrote, leaves
/// one place where meanings are decided.
/// </summary>
internal sealed class TreeParser
{
    private readonly string text;
    private readonly IReadOnlyList<string> groups;
    private int at;
    private Flags flags;

    private TreeParser(string text, IReadOnlyList<string> groups) => (this.text, this.groups) = (text, groups);

    /// <summary>The tree, or null if the pattern has something that only .NET's own engine should judge.</summary>
    /// <param name="translation">A pattern as .NET takes it.</param>
    /// <param name="groups">Names of its groups, in their order.</param>
    public static PatternTree? Parse(string translation, IReadOnlyList<string> groups)
    {
        var parser = new TreeParser(translation, groups);
        return parser.Choice() is { } tree && parser.at == translation.Length ? tree : null;
    }

    private bool AtEnd => at >= text.Length || text[at] == ')';

    /// <summary>Alternatives up to the closing parenthesis. Flags set inside last as long.</summary>
    private PatternTree? Choice()
    {
        var outside = flags;
        var alternatives = new List<PatternTree>();
        do
        {
            if (Sequence() is not { } alternative)
            {
                return null;
            }

            alternatives.Add(alternative);
        }
        while (at < text.Length && text[at] == '|' && ++at > 0);
        flags = outside;
        return CommonPrefixes.Factor(alternatives);
    }

    private PatternTree? Sequence()
    {
        var parts = new List<PatternTree>();
        while (!AtEnd && text[at] != '|')
        {
            if (InlineFlags())
            {
                continue;
            }

            if (Atom() is not { } atom || Repeated(atom) is not { } part)
            {
                return null;
            }

            if (part is PatternTree.Sequence inner)
            {
                parts.AddRange(inner.Parts);
            }
            else
            {
                parts.Add(part);
            }
        }

        return parts.Count == 1 ? parts[0] : new PatternTree.Sequence(parts);
    }

    private PatternTree? Atom()
    {
        var c = text[at];
        switch (c)
        {
            case '(':
                return Group();
            case '^':
                at++;
                return new PatternTree.Place(flags.Multiline ? Assertion.LineStart : Assertion.Start);
            case '$':
                at++;
                return new PatternTree.Place(Assertion.LineEnd);
            case '\\' when Place(text[at + 1]) is { } place:
                at += 2;
                return new PatternTree.Place(place);
            case '*' or '+' or '?':
                return null;
            default:
                return Set(c);
        }
    }

    private static Assertion? Place(char letter) => letter switch
    {
        'A' => Assertion.Start,
        'z' => Assertion.End,
        'b' => Assertion.Boundary,
        'B' => Assertion.NoBoundary,
        _ => null,
    };

    private PatternTree.Set Set(char c)
    {
        var start = at;
        at += c switch
        {
            '[' => BracketLength(),
            '\\' => text[at + 1] switch { 'u' => 6, 'p' or 'P' => text.IndexOf('}', at) + 1 - at, _ => 2 },
            _ => 1,
        };
        if (c is not ('[' or '\\' or '.') && !flags.IgnoreCase)
        {
            return new PatternTree.Set(CharacterSet.Of(c));
        }

        var atom = c == '.' && flags.Singleline ? "[\\s\\S]" : text[start..at];
        return new PatternTree.Set(CharacterSet.Ask(flags.IgnoreCase ? "(?i)" + atom : atom));
    }

    /// <summary>A closing bracket ends a class unless it comes first; opening ones are escaped in there.</summary>
    private int BracketLength()
    {
        var i = at + 1;
        i += text[i] == '^' ? 1 : 0;
        for (var first = true; first || text[i] != ']'; first = false)
        {
            i += text[i] == '\\' ? 2 : 1;
        }

        return i + 1 - at;
    }

    private PatternTree? Group()
    {
        at++;
        var index = -1;
        var outside = flags;
        if (text[at] == '?' && text[at + 1] == '<')
        {
            var end = text.IndexOf('>', at);
            index = IndexOf(text[(at + 2)..end]);
            at = end + 1;
        }
        else if (text[at] == '?')
        {
            at = ReadFlags(at + 1) + 1;
        }

        var body = Choice();
        flags = outside;
        if (body is null || at >= text.Length)
        {
            return null;
        }

        at++;
        return index < 0 ? body : new PatternTree.Group(index, body);
    }

    /// <summary><c>(?i)</c>: from here to the end of the group.</summary>
    private bool InlineFlags()
    {
        if (text[at] != '(' || text[at + 1] != '?' || text[at + 2] == '<')
        {
            return false;
        }

        var before = flags;
        var end = ReadFlags(at + 2);
        if (text[end] == ')')
        {
            at = end + 1;
            return true;
        }

        flags = before;
        return false;
    }

    private int ReadFlags(int i)
    {
        for (var on = true; text[i] is not (':' or ')'); i++)
        {
            flags = text[i] switch
            {
                'i' => flags with { IgnoreCase = on },
                'm' => flags with { Multiline = on },
                's' => flags with { Singleline = on },
                _ => flags,
            };
            on &= text[i] != '-';
        }

        return i;
    }

    private PatternTree? Repeated(PatternTree atom)
    {
        if (at >= text.Length)
        {
            return atom;
        }

        var (minimum, maximum) = (1, 1);
        switch (text[at])
        {
            case '*':
                (minimum, maximum) = (0, PatternTree.Repeat.Unlimited);
                at++;
                break;
            case '+':
                maximum = PatternTree.Repeat.Unlimited;
                at++;
                break;
            case '?':
                minimum = 0;
                at++;
                break;
            case '{' when Count(out minimum, out maximum):
                break;
            default:
                return atom;
        }

        var lazy = at < text.Length && text[at] == '?';
        at += lazy ? 1 : 0;

        // How often an empty turn counts, and what its groups keep, is .NET's own business.
        return (minimum, maximum) == (1, 1) ? atom : atom.CanBeEmpty ? null : new PatternTree.Repeat(atom, minimum, maximum, lazy);
    }

    private bool Count(out int minimum, out int maximum)
    {
        minimum = maximum = 1;
        var end = text.IndexOf('}', at);
        if (end < 0)
        {
            return false;
        }

        var inside = text.AsSpan(at + 1, end - at - 1);
        var comma = inside.IndexOf(',');
        var low = comma < 0 ? inside : inside[..comma];
        if (!int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var least))
        {
            return false;
        }

        var most = comma < 0 ? least : PatternTree.Repeat.Unlimited;
        if (comma >= 0 && comma + 1 < inside.Length && !int.TryParse(inside[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out most))
        {
            return false;
        }

        (minimum, maximum) = (least, most);
        at = end + 1;
        return true;
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (groups[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private record struct Flags(bool IgnoreCase, bool Multiline, bool Singleline);
}
