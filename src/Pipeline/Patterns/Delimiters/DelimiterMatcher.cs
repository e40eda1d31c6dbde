using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.Delimiters;

/// <summary>Goes from one delimiter to the next with vector instructions, for patterns of the shape in which access logs are written.</summary>
internal sealed class DelimiterMatcher : ByteMatcher
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "delimiter";

    private readonly Step[] steps;

    private DelimiterMatcher(Step[] steps, PatternTree tree, ByteSet? first, int groupCount, IByteMatcher fallback)
        : base(fallback, groupCount, LiteralPrefix.Of(tree), first) =>
        this.steps = steps;

    public override string Engine => Name;

    /// <summary>The engine for a pattern, or null if it does not take it.</summary>
    /// <param name="tree">The pattern.</param>
    /// <param name="groupCount">Number of its groups.</param>
    /// <param name="fallback">.NET's engine with the same pattern.</param>
    public static DelimiterMatcher? Create(PatternTree tree, int groupCount, IByteMatcher fallback)
    {
        if (groupCount > MaximumGroups || DelimiterCompiler.Compile(tree, out var isAnchored) is not { } steps)
        {
            return null;
        }

        ByteSet? first = isAnchored ? default(ByteSet) : tree.CanBeEmpty ? null : Following.FirstOf(tree);
        return new DelimiterMatcher(steps, tree, first, groupCount, fallback);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryAt(ReadOnlySpan<byte> text, int start, Span<GroupSpan> groups, out int reached)
    {
        var i = start;
        for (var next = 0; ; next++)
        {
            var step = steps[next];
            switch (step.Kind)
            {
                case StepKind.Literal:
                    var literal = step.Literal;
                    if (literal.Length == 1 ? i >= text.Length || text[i] != literal[0] : !text[i..].StartsWith(literal))
                    {
                        reached = i;
                        return false;
                    }

                    i += literal.Length;
                    break;
                case StepKind.Run:
                    var rest = text[i..];
                    var length = step.Delimiter >= 0 ? ByteSearch.Find(rest, (byte)step.Delimiter)
                        : step.AsciiEnds is { } ends ? ends.Find(rest)
                        : rest.IndexOfAny(step.Ends!);
                    length = Math.Min(length < 0 ? rest.Length : length, step.Maximum);
                    if (length < step.Minimum)
                    {
                        reached = i + length;
                        return false;
                    }

                    if (step.Group >= 0)
                    {
                        groups[step.Group] = new GroupSpan(i, length);
                    }

                    i += length;
                    break;
                case StepKind.ShortRun:
                    var from = i;
                    var end = (int)Math.Min(text.Length, (long)i + step.Maximum);
                    var members = step.Members;
                    while (i < end && members[text[i]])
                    {
                        i++;
                    }

                    if (i - from < step.Minimum)
                    {
                        reached = i;
                        return false;
                    }

                    if (step.Group >= 0)
                    {
                        groups[step.Group] = new GroupSpan(from, i - from);
                    }

                    break;
                case StepKind.Open:
                    groups[step.Group] = new GroupSpan(i, 0);
                    break;
                case StepKind.Close:
                    groups[step.Group] = groups[step.Group] with { Length = i - groups[step.Group].Start };
                    break;
                case StepKind.Branch:
                    next = i < text.Length && step.Members[text[i]] ? next : step.Target - 1;
                    break;
                case StepKind.Jump:
                    next = step.Target - 1;
                    break;
                case StepKind.End:
                    reached = i;
                    return i == text.Length;
                default:
                    reached = i;
                    return true;
            }
        }
    }
}
