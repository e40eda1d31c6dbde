using System.Text;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.Delimiters;

/// <summary>
/// Makes steps of a pattern in which the next byte decides everything: where a run ends (what follows cannot begin with a byte of the run),
/// and which alternative is taken (no two begin with the same byte). Then there is at most one way to match, so that it does not matter
/// which one backtracking prefers, and a step that fails is the end of it.
/// </summary>
internal sealed class DelimiterCompiler
{
    private const int MaximumSteps = 512;
    private readonly List<Step> steps = [];
    private readonly List<byte> literal = [];

    private DelimiterCompiler()
    {
    }

    /// <summary>The steps, or null if a byte does not decide.</summary>
    /// <param name="tree">The pattern.</param>
    /// <param name="isAnchored">Whether it matches at the start of the text only.</param>
    public static Step[]? Compile(PatternTree tree, out bool isAnchored)
    {
        isAnchored = false;
        IReadOnlyList<PatternTree> parts = tree is PatternTree.Sequence sequence ? sequence.Parts : [tree];
        if (parts is [PatternTree.Place { Assertion: Assertion.Start }, ..])
        {
            isAnchored = true;
            parts = [.. parts.Skip(1)];
        }

        var hasEnd = parts is [.., PatternTree.Place { Assertion: Assertion.End }];
        parts = hasEnd ? [.. parts.SkipLast(1)] : parts;
        var compiler = new DelimiterCompiler();
        if (!compiler.Add(parts, new Following(default, !hasEnd)))
        {
            return null;
        }

        compiler.Add(new Step(hasEnd ? StepKind.End : StepKind.Match));
        return compiler.steps.Count > MaximumSteps ? null : [.. compiler.steps];
    }

    private bool Add(IReadOnlyList<PatternTree> parts, Following behind)
    {
        var following = new Following[parts.Count];
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            following[i] = behind;
            behind = behind.Before(parts[i]);
        }

        for (var i = 0; i < parts.Count; i++)
        {
            if (steps.Count > MaximumSteps || !Add(parts[i], following[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Add(PatternTree tree, Following behind)
    {
        switch (tree)
        {
            // U+FFFD also stands for bytes that are no character.
            case PatternTree.Set { Characters.Single: { } c } when c != '\uFFFD' && !char.IsSurrogate(c):
                literal.AddRange(Encoding.UTF8.GetBytes([c]));
                return true;
            case PatternTree.Set { Characters: { IsAscii: true } set }:
                Add(Step.Run(set.Ascii, 1, 1));
                return true;
            case PatternTree.Sequence sequence:
                return Add(sequence.Parts, behind);
            case PatternTree.Group group:
                return AddGroup(group, behind);
            case PatternTree.Choice choice:
                return Add(choice, behind);
            case PatternTree.Repeat { Body: PatternTree.Set set } repeat:
                return AddRun(repeat, set.Characters, behind);
            case PatternTree.Repeat { Minimum: 0, Maximum: 1 } repeat:
                return Add(new PatternTree.Choice([repeat.Body, PatternTree.Empty]), behind);
            case PatternTree.Repeat { Maximum: 0 }:
                return true;
            case PatternTree.Repeat repeat when repeat.Minimum == repeat.Maximum:
                return Add([.. Enumerable.Repeat(repeat.Body, repeat.Minimum)], behind);
            default:
                return false;
        }
    }

    private bool AddGroup(PatternTree.Group group, Following behind)
    {
        Flush();
        var open = steps.Count;
        steps.Add(new Step(StepKind.Open) { Group = group.Index });
        var isAdded = Add(group.Body, behind);
        Flush();
        if (steps.Count == open + 2 && steps[^1] is { Kind: StepKind.Run or StepKind.ShortRun, Group: < 0 } run)
        {
            // A group of one run needs no steps of its own.
            run.Group = group.Index;
            steps.RemoveAt(open);
            return isAdded;
        }

        steps.Add(new Step(StepKind.Close) { Group = group.Index });
        return isAdded;
    }

    private bool AddRun(PatternTree.Repeat repeat, CharacterSet set, Following behind)
    {
        // A byte beyond ASCII is not a character: it is right only to take all there are.
        var isBytewise = set.IsAscii || (set.HasAllBeyondAscii && repeat is { Minimum: <= 1, Maximum: PatternTree.Repeat.Unlimited });
        var isDecided = repeat.Minimum == repeat.Maximum || (behind.Anything ? !repeat.Lazy : !set.Bytes.Overlaps(behind.Bytes));
        if (!isBytewise || !isDecided)
        {
            return false;
        }

        Add(Step.Run(set.Bytes, repeat.Minimum, repeat.Maximum));
        return true;
    }

    private bool Add(PatternTree.Choice choice, Following behind)
    {
        // The empty one, if there is one, is for every byte with which no other begins.
        var alternatives = choice.Alternatives.Where(a => !a.CanBeEmpty).Concat(choice.Alternatives.Where(a => a.CanBeEmpty)).ToList();
        var taken = default(ByteSet);
        foreach (var alternative in alternatives)
        {
            var first = Following.FirstOf(alternative) | (alternative.CanBeEmpty ? behind.Bytes : default);
            if (taken.Overlaps(first) || (alternative.CanBeEmpty && (behind.Anything || alternative != alternatives[^1])))
            {
                return false;
            }

            taken |= first;
        }

        var jumps = new List<Step>();
        foreach (var alternative in alternatives.SkipLast(1))
        {
            var branch = Add(Step.Branch(Following.FirstOf(alternative)));
            if (!Add(alternative, behind))
            {
                return false;
            }

            jumps.Add(Add(new Step(StepKind.Jump)));
            branch.Target = steps.Count;
        }

        var isAdded = Add(alternatives[^1], behind);
        Flush();
        jumps.ForEach(jump => jump.Target = steps.Count);
        return isAdded;
    }

    private Step Add(Step step)
    {
        Flush();
        steps.Add(step);
        return step;
    }

    /// <summary>Characters that stand in a row are compared together, unless something begins or ends between them.</summary>
    private void Flush()
    {
        if (literal.Count > 0)
        {
            steps.Add(new Step(StepKind.Literal) { Literal = [.. literal] });
            literal.Clear();
        }
    }
}
