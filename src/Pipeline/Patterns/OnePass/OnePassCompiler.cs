using System.Numerics;
using LogOperator.Pipeline.Patterns.Programs;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.OnePass;

/// <summary>
/// Makes a table of a program if at every place the next byte decides which path can still match (the idea of RE2's onepass.cc): then
/// following one path gives the match and the groups that backtracking would find. Where two paths come to the same place, the less
/// preferred one is left out; where it leads elsewhere, the pattern is not one-pass.
/// </summary>
internal sealed class OnePassCompiler
{
    private const int MaximumWork = 500_000;
    private readonly ByteProgram program;
    private readonly SymbolClasses classes;
    private readonly ByteSet[] symbols;
    private readonly ByteSet lineEnd;
    private readonly ByteSet word;
    private readonly int shift;
    private readonly List<uint> entries = [];
    private readonly List<ulong> actions = [0];
    private readonly List<ulong> matches = [0];
    private readonly Dictionary<(int Place, Before Before), int> rows = [];
    private readonly Queue<(int Place, Before Before, int Row)> waiting = new();
    private readonly Stack<(int Place, ulong Slots, ByteSet Symbols)> paths = new();
    private readonly Dictionary<int, ByteSet> visited = [];
    private int work;

    private OnePassCompiler(ByteProgram program)
    {
        this.program = program;
        classes = new SymbolClasses(program);
        symbols = [.. program.Sets.Select(classes.Symbols)];
        (lineEnd, word) = (classes.LineEnd, classes.Word);
        shift = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)classes.End + 1));
    }

    /// <summary>The table, or null if the pattern is not one-pass or too large.</summary>
    public static OnePassTable? Compile(ByteProgram program)
    {
        var compiler = new OnePassCompiler(program);
        return compiler.classes.End > 255 ? null : compiler.Compile();
    }

    private OnePassTable? Compile()
    {
        // Row 0 is nowhere.
        AddRow();
        var starts = new int[4];
        foreach (var before in Enum.GetValues<Before>())
        {
            starts[(int)before] = program.LooksBack || before is Before.Start or Before.Other ? Row(program.Entry, before) : -1;
        }

        starts.AsSpan().Replace(-1, starts[(int)Before.Other]);
        while (waiting.TryDequeue(out var next))
        {
            if (!Fill(next.Place, next.Before, next.Row) || entries.Count > OnePassTable.MaximumEntries || work > MaximumWork)
            {
                return null;
            }
        }

        return new OnePassTable
        {
            Entries = [.. entries],
            Symbols = classes.OfByte,
            End = classes.End,
            Shift = shift,
            Actions = [.. actions],
            Matches = [.. matches],
            Starts = starts,
        };
    }

    private int AddRow()
    {
        var row = entries.Count;
        for (var i = 0; i < 1 << shift; i++)
        {
            entries.Add(0);
        }

        return row;
    }

    private int Row(int place, Before before)
    {
        if (!rows.TryGetValue((place, before), out var row))
        {
            rows[(place, before)] = row = AddRow();
            waiting.Enqueue((place, before, row));
        }

        return row;
    }

    /// <summary>Follows every path from a place to the next byte, the preferred ones first; false if a byte does not decide between them.</summary>
    private bool Fill(int start, Before before, int row)
    {
        var open = classes.All;
        visited.Clear();
        paths.Push((start, 0, open));
        while (paths.TryPop(out var path))
        {
            work++;

            // Whoever was here before with the same next byte is preferred and does whatever this path could do.
            var seen = visited.GetValueOrDefault(path.Place);
            var next = path.Symbols & open & ~seen;
            if (next.IsEmpty)
            {
                continue;
            }

            visited[path.Place] = seen | next;
            var instruction = program.Instructions[path.Place];
            switch (instruction.Kind)
            {
                case InstructionKind.Match:
                    open &= ~next;
                    if (!Match(row, next, path.Slots))
                    {
                        return Stop();
                    }

                    break;
                case InstructionKind.Take:
                    if (!Take(row, next & symbols[instruction.X], path.Slots, instruction.Y))
                    {
                        return Stop();
                    }

                    break;
                case InstructionKind.Split:
                    paths.Push((instruction.Y, path.Slots, next));
                    paths.Push((instruction.X, path.Slots, next));
                    break;
                case InstructionKind.Mark:
                    paths.Push((instruction.Y, path.Slots | (1ul << instruction.X), next));
                    break;
                case InstructionKind.Assert:
                    paths.Push((instruction.Y, path.Slots, next & Allowed((Assertion)instruction.X, before)));
                    break;
            }
        }

        return true;
    }

    private bool Stop()
    {
        paths.Clear();
        return false;
    }

    private ByteSet Allowed(Assertion assertion, Before before) => assertion switch
    {
        Assertion.Start => before == Before.Start ? ByteSet.All : default,
        Assertion.End => ByteSet.Of(classes.End),
        Assertion.LineStart => before is Before.Start or Before.Newline ? ByteSet.All : default,
        Assertion.LineEnd => lineEnd,
        Assertion.Boundary => before == Before.Word ? ~word : word,
        _ => before == Before.Word ? word : ~word,
    };

    private bool Match(int row, ByteSet next, ulong slots)
    {
        var match = Index(matches, slots, from: 1);
        foreach (var symbol in next.ToArray())
        {
            entries[row + symbol] |= (uint)match << 24;
        }

        return match < 256;
    }

    private bool Take(int row, ByteSet next, ulong slots, int place)
    {
        var action = Index(actions, slots, from: 0);
        foreach (var symbol in next.ToArray())
        {
            work++;
            var target = Row(place, program.LooksBack ? classes.After(symbol) : Before.Other);
            var entry = entries[row + symbol];
            if ((entry & 0xFFFF) == 0)
            {
                entries[row + symbol] = entry | (uint)target | ((uint)action << 16);
            }
            else if ((entry & 0xFFFF) != target)
            {
                return false;
            }
        }

        return action < 256 && entries.Count <= OnePassTable.MaximumEntries;
    }

    private static int Index(List<ulong> sets, ulong slots, int from)
    {
        var index = sets.IndexOf(slots, from);
        if (index < 0)
        {
            index = sets.Count;
            sets.Add(slots);
        }

        return index;
    }
}
