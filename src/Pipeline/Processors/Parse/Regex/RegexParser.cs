using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Processors.Parse.Regex;

/// <summary>Sets the named groups of a pattern; a group that took no part in the match sets nothing.</summary>
internal sealed class RegexParser : IParser
{
    private readonly IByteMatcher matcher;
    private readonly Constant[] names;
    private readonly GroupSpan[] groups;

    public RegexParser(RegexParserSpec spec)
    {
        if (!Pattern.TryCompile(spec.Pattern, out var pattern, out var error))
        {
            throw new ArgumentException(error.ToString(), nameof(spec));
        }

        matcher = pattern.Matcher;
        names = [.. pattern.Groups.Select(name => new Constant(name))];
        groups = new GroupSpan[names.Length];
    }

    public bool Parse(ReadOnlySpan<byte> text, ParsedFields fields)
    {
        if (!matcher.TryMatch(text, groups))
        {
            return false;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (groups[i].Start >= 0)
            {
                fields.Add(names[i], groups[i].Start, groups[i].Length);
            }
        }

        return true;
    }
}
