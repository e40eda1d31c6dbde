using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Patterns.Programs;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.BitState;

/// <summary>
/// Tries one path after the other in their order of preference, as backtracking does, but no step at the same position twice: so it finds what
/// backtracking finds, in time linear in steps and text (the idea of RE2's bitstate.cc).
/// </summary>
internal sealed class BitStateMatcher : ByteMatcher
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "bit-state";

    /// <summary>Most steps times positions; each is a bit of a thread's memory: 64 KiB. A longer text is left to .NET's engine.</summary>
    public const int MaximumPlaces = 1 << 19;

    [ThreadStatic]
    private static Scratch? scratch;

    private readonly Step[] steps;
    private readonly int entry;
    private readonly int rows;

    private BitStateMatcher(BitStateProgram prepared, ByteProgram program, byte[] prefix, int groupCount, IByteMatcher fallback)
        : base(fallback, groupCount, prefix, prepared.First)
    {
        (steps, entry, rows) = (prepared.Steps, prepared.Entry, prepared.Rows);
        (NeedsUtf8, NeedsAscii) = (prepared.NeedsUtf8, program.NeedsAscii);
    }

    public override string Engine => Name;

    /// <summary>The engine for a pattern, or null if it does not take it.</summary>
    /// <param name="tree">The pattern.</param>
    /// <param name="groupCount">Number of its groups.</param>
    /// <param name="fallback">.NET's engine with the same pattern.</param>
    public static BitStateMatcher? Create(PatternTree tree, int groupCount, IByteMatcher fallback)
    {
        // Engines differ in what a turn of a loop is that takes nothing.
        var program = groupCount > MaximumGroups || HasEmptyTurns(tree) ? null : ByteProgram.Compile(tree, splitsCharacters: true);
        return program is null ? null : new BitStateMatcher(new BitStateProgram(program), program, LiteralPrefix.Of(tree), groupCount, fallback);
    }

    protected override bool Takes(int length) => (long)steps.Length * (length + 1) <= MaximumPlaces;

    // Places are not tried twice, from wherever.
    protected override long Allowance(int length) => long.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryAt(ReadOnlySpan<byte> text, int start, Span<GroupSpan> groups, out int reached)
    {
        var (visited, paths, slots) = scratch ??= new Scratch(new VisitedPlaces(), new PathStack(), new int[MaximumGroups * 2]);
        if (start == 0)
        {
            visited.Clear(rows, text.Length + 1);
        }

        paths.Clear();
        slots.AsSpan().Fill(-1);
        reached = start;
        var (number, i) = (entry, start);
        while (true)
        {
            var step = steps[number];
            var (goesOn, next) = (false, step.Next);
            switch (step.Kind)
            {
                case StepKind.Match:
                    Tell(groups, slots);
                    return true;
                case StepKind.Take:
                    goesOn = i < text.Length && step.Set.Contains(text[i]);
                    i++;
                    break;
                case StepKind.Mark:
                    paths.PushSlot(step.Other, slots[step.Other]);
                    slots[step.Other] = i;
                    goesOn = true;
                    break;
                case StepKind.Assert:
                    goesOn = Holds((Assertion)step.Other, text, i);
                    break;
                case StepKind.Split when visited.Visit(step.Row, i):
                    goesOn = CanBegin(step.NextBegins, text, i);
                    if (CanBegin(step.OtherBegins, text, i))
                    {
                        if (goesOn)
                        {
                            paths.PushStep(step.Other, i);
                        }

                        (goesOn, next) = (true, goesOn ? next : step.Other);
                    }

                    break;
                case StepKind.Greedy:
                    var end = text[i..].IndexOfAny(step.Ends!);
                    goesOn = EndGreedy(number, text, i, visited.Visit(step.Row, i, end < 0 ? text.Length : i + end), paths, out i);
                    break;
                case StepKind.Lazy:
                    goesOn = EndLazy(number, text, visited, paths, ref i);
                    break;
            }

            if (goesOn)
            {
                number = next;
            }
            else if (!GoBack(text, paths, slots, ref number, ref i))
            {
                return false;
            }
        }
    }

    /// <summary>Takes up the most preferred of the paths that were left; false if there is none.</summary>
    private bool GoBack(ReadOnlySpan<byte> text, PathStack paths, int[] slots, ref int number, ref int position)
    {
        while (!paths.IsEmpty)
        {
            var left = paths.Pop();
            if (left.IsSlot)
            {
                slots[~left.Number] = left.From;
            }
            else if (!left.IsEnds)
            {
                (number, position) = (left.Number, left.From);
                return true;
            }
            else if (EndGreedy(left.Number, text, left.From, left.To, paths, out position))
            {
                number = steps[left.Number].Next;
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the last of some positions where what follows a loop can begin, and leaves those before for later.</summary>
    private bool EndGreedy(int number, ReadOnlySpan<byte> text, int from, int to, PathStack paths, out int position)
    {
        var step = steps[number];
        position = to;
        if (step.Candidates is { } candidates && to >= from)
        {
            position = text[from..Math.Min(to + 1, text.Length)].LastIndexOfAny(candidates) + from;
        }

        while (step.SplitsCharacters && position >= from && IsInsideCharacter(text, position))
        {
            position--;
        }

        if (position > from)
        {
            paths.PushEnds(number, from, position - 1);
        }

        return position >= from;
    }

    /// <summary>Finds the next position where what follows a loop can begin, and leaves those behind for later.</summary>
    private bool EndLazy(int number, ReadOnlySpan<byte> text, VisitedPlaces visited, PathStack paths, ref int position)
    {
        var step = steps[number];
        var stop = position;
        if (step.Candidates is { } candidates)
        {
            var found = text[position..].IndexOfAny(candidates);
            stop = found < 0 ? text.Length : position + found;
        }

        while (step.SplitsCharacters && IsInsideCharacter(text, stop))
        {
            stop++;
        }

        if (visited.Visit(step.Row, position, stop) < stop || !CanBegin(step.NextBegins, text, stop))
        {
            return false;
        }

        if (stop < text.Length && step.Set.Contains(text[stop]))
        {
            paths.PushStep(number, stop + 1);
        }

        position = stop;
        return true;
    }

    private static bool CanBegin(ByteSet? beginnings, ReadOnlySpan<byte> text, int position) =>
        beginnings is not { } bytes || (position < text.Length && bytes.Contains(text[position]));

    private static bool IsInsideCharacter(ReadOnlySpan<byte> text, int position) => position < text.Length && (text[position] & 0xC0) == 0x80;

    private static bool Holds(Assertion assertion, ReadOnlySpan<byte> text, int position) => assertion switch
    {
        Assertion.Start => position == 0,
        Assertion.End => position == text.Length,
        Assertion.LineStart => position == 0 || text[position - 1] == '\n',
        Assertion.LineEnd => position == text.Length || text[position] == '\n',
        Assertion.Boundary => IsWord(text, position - 1) != IsWord(text, position),
        _ => IsWord(text, position - 1) == IsWord(text, position),
    };

    private static bool IsWord(ReadOnlySpan<byte> text, int position) =>
        (uint)position < (uint)text.Length && IsWord(text[position]);

    private static bool HasEmptyTurns(PatternTree tree) => tree switch
    {
        PatternTree.Sequence sequence => sequence.Parts.Any(HasEmptyTurns),
        PatternTree.Choice choice => choice.Alternatives.Any(HasEmptyTurns),
        PatternTree.Repeat repeat => (repeat.Maximum > 1 && repeat.Body.CanBeEmpty) || HasEmptyTurns(repeat.Body),
        PatternTree.Group group => HasEmptyTurns(group.Body),
        _ => false,
    };

    /// <summary>What a thread needs for a search, kept for the next one.</summary>
    private sealed record Scratch(VisitedPlaces Visited, PathStack Paths, int[] Slots);
}
