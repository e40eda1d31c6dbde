using System.Buffers;
using LogOperator.Pipeline.Patterns.Programs;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.BitState;

/// <summary>A <see cref="ByteProgram"/> made ready for backtracking: loops over one set of bytes are one step, and a fork knows with which bytes its ways begin.</summary>
internal sealed class BitStateProgram
{
    private static readonly ByteSet InsideCharacter = ByteSet.Range(0x80, 0xBF);
    private readonly IReadOnlyList<Instruction> instructions;
    private readonly IReadOnlyList<ByteSet> sets;
    private readonly Dictionary<(int Instruction, bool IsBehindStart), ByteSet?> beginnings = [];

    public BitStateProgram(ByteProgram program)
    {
        (instructions, sets) = (program.Instructions, program.Sets);
        Steps = [.. Enumerable.Range(0, instructions.Count).Select(Translate)];
        Entry = program.Entry;
        First = Begins(Entry, isBehindStart: true);
    }

    /// <summary>Every step; its number is that of the instruction.</summary>
    public Step[] Steps { get; }

    /// <summary>Where it begins.</summary>
    public int Entry { get; }

    /// <summary>Number of rows that the steps refer to.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether bytes of which characters beyond ASCII are made are taken, so that it is right only for texts that are UTF-8.</summary>
    public bool NeedsUtf8 => sets.Any(s => s.Overlaps(ByteSet.NotAscii));

    /// <summary>Bytes with which a match can begin behind the start of the text; null if a match can be empty there.</summary>
    public ByteSet? First { get; }

    private Step Translate(int number)
    {
        var (kind, x, y) = instructions[number];
        switch (kind)
        {
            case InstructionKind.Match:
                return new(StepKind.Match, 0, 0, -1, default);
            case InstructionKind.Take:
                return new(StepKind.Take, y, 0, -1, sets[x]);
            case InstructionKind.Mark:
                return new(StepKind.Mark, y, x, -1, default);
            case InstructionKind.Assert:
                return new(StepKind.Assert, y, x, -1, default);
            case InstructionKind.Split when IsTurn(x, number):
                return Loop(StepKind.Greedy, sets[instructions[x].X], y);
            case InstructionKind.Split when IsTurn(y, number):
                return Loop(StepKind.Lazy, sets[instructions[y].X], x);
            case InstructionKind.Split:
                return new(StepKind.Split, x, y, Rows++, default) { NextBegins = Begins(x, false), OtherBegins = Begins(y, false) };
            default:
                throw new ArgumentException($"unknown {kind}", nameof(number));
        }
    }

    private Step Loop(StepKind kind, ByteSet set, int next)
    {
        var splits = set.Overlaps(ByteSet.NotAscii);
        var begins = splits ? Begins(next, false) & ~InsideCharacter : Begins(next, false);
        var candidates = kind == StepKind.Lazy ? begins | ~set : begins;
        return new(kind, next, 0, Rows++, set)
        {
            SplitsCharacters = splits,
            NextBegins = begins,
            Ends = SearchValues.Create((~set).ToArray()),
            Candidates = candidates is { } bytes ? SearchValues.Create(bytes.ToArray()) : null,
        };
    }

    /// <summary>Whether an instruction takes a byte and comes back.</summary>
    private bool IsTurn(int number, int loop) => instructions[number] is { Kind: InstructionKind.Take, Y: var next } && next == loop;

    /// <summary>Bytes with which what follows can begin; null if it can do without one. Every cycle takes a byte, so that this comes to an end.</summary>
    private ByteSet? Begins(int number, bool isBehindStart)
    {
        if (beginnings.TryGetValue((number, isBehindStart), out var known))
        {
            return known;
        }

        var (kind, x, y) = instructions[number];
        return beginnings[(number, isBehindStart)] = kind switch
        {
            InstructionKind.Take => sets[x],
            InstructionKind.Match => null,
            InstructionKind.Split => Begins(x, isBehindStart) | Begins(y, isBehindStart),
            InstructionKind.Assert when isBehindStart && x == (int)Assertion.Start => default(ByteSet),
            _ => Begins(y, isBehindStart),
        };
    }
}
