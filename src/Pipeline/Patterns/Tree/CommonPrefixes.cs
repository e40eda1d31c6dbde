namespace LogOperator.Pipeline.Patterns.Tree;

/// <summary>
/// Writes <c>PUT|GET|POST</c> as <c>P(?:UT|OST)|GET</c>, so that the next character decides between alternatives. Alternatives change
/// places only where those in between cannot begin with the same character, so that the first that matches stays the first.
/// </summary>
internal static class CommonPrefixes
{
    public static PatternTree Factor(IReadOnlyList<PatternTree> alternatives)
    {
        var result = new List<PatternTree>();
        var rest = alternatives.ToList();
        while (rest.Count > 0)
        {
            var head = rest[0];
            rest.RemoveAt(0);
            if (Head(head) is not { } set)
            {
                result.Add(head);
                continue;
            }

            var tails = new List<PatternTree> { Tail(head) };
            for (var i = 0; i < rest.Count;)
            {
                var other = Head(rest[i]);
                if (other == set)
                {
                    tails.Add(Tail(rest[i]));
                    rest.RemoveAt(i);
                }
                else if (other is null || other.Characters.Overlaps(set.Characters))
                {
                    break;
                }
                else
                {
                    i++;
                }
            }

            result.Add(tails.Count == 1 ? head : Join(set, Factor(tails)));
        }

        return result.Count == 1 ? result[0] : new PatternTree.Choice(result);
    }

    private static PatternTree.Set? Head(PatternTree tree) => tree switch
    {
        PatternTree.Set set => set,
        PatternTree.Sequence { Parts: [PatternTree.Set set, ..] } => set,
        _ => null,
    };

    private static PatternTree Tail(PatternTree tree) => tree switch
    {
        PatternTree.Sequence { Parts: [_, var last] } => last,
        PatternTree.Sequence sequence => new PatternTree.Sequence([.. sequence.Parts.Skip(1)]),
        _ => PatternTree.Empty,
    };

    private static PatternTree.Sequence Join(PatternTree first, PatternTree rest) =>
        new(rest is PatternTree.Sequence sequence ? [first, .. sequence.Parts] : [first, rest]);
}
