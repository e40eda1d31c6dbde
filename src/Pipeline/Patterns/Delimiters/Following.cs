using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.Delimiters;

/// <summary>What can follow a part of a pattern.</summary>
/// <param name="Bytes">The next byte.</param>
/// <param name="Anything">Whether everything behind the part can be empty and the end of the text is not asked for, so that nothing can fail any more.</param>
internal readonly record struct Following(ByteSet Bytes, bool Anything)
{
    /// <summary>What can follow a part that stands before another one.</summary>
    public Following Before(PatternTree part) => part.CanBeEmpty ? this with { Bytes = Bytes | FirstOf(part) } : new Following(FirstOf(part), false);

    /// <summary>Every byte with which a part can begin, and maybe others beyond ASCII.</summary>
    public static ByteSet FirstOf(PatternTree tree) => tree switch
    {
        PatternTree.Set set => set.Characters.Bytes,
        PatternTree.Group group => FirstOf(group.Body),
        PatternTree.Repeat { Maximum: > 0 } repeat => FirstOf(repeat.Body),
        PatternTree.Choice choice => choice.Alternatives.Aggregate(default(ByteSet), (set, a) => set | FirstOf(a)),
        PatternTree.Sequence sequence => FirstOf(sequence.Parts),
        _ => default,
    };

    private static ByteSet FirstOf(IReadOnlyList<PatternTree> parts)
    {
        var set = default(ByteSet);
        foreach (var part in parts)
        {
            set |= FirstOf(part);
            if (!part.CanBeEmpty)
            {
                break;
            }
        }

        return set;
    }
}
