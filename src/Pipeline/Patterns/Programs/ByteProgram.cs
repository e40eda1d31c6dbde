using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.Programs;

/// <summary>A pattern as Thompson's automaton over bytes: every path in order of preference (swtch.com/~rsc/regexp/regexp2.html).</summary>
internal sealed class ByteProgram
{
    private const int MaximumInstructions = 8192;
    private readonly List<Instruction> instructions = [new(InstructionKind.Match, 0, 0)];
    private readonly List<ByteSet> sets = [];
    private readonly Dictionary<ByteSet, int> setNumbers = [];
    private readonly Dictionary<Instruction, int> numbers = [];
    private readonly bool splitsCharacters;

    private ByteProgram(bool splitsCharacters) => this.splitsCharacters = splitsCharacters;

    public IReadOnlyList<Instruction> Instructions => instructions;

    /// <summary>The sets that <see cref="InstructionKind.Take"/> refers to.</summary>
    public IReadOnlyList<ByteSet> Sets => sets;

    /// <summary>Where it begins.</summary>
    public int Entry { get; private set; }

    /// <summary>Whether bytes of a character are told apart, so that it is right only for texts that are UTF-8.</summary>
    public bool NeedsUtf8 { get; private set; }

    /// <summary>Whether it looks for borders of words, which it knows in ASCII only.</summary>
    public bool NeedsAscii { get; private set; }

    /// <summary>Whether newlines and word characters have to be told from others, though no set does.</summary>
    public bool TellsCharacters { get; private set; }

    /// <summary>Whether what may follow depends on the byte before.</summary>
    public bool LooksBack { get; private set; }

    /// <summary>The program, or null if it would be too large.</summary>
    /// <param name="tree">The pattern.</param>
    /// <param name="splitsCharacters">Whether lazy loops, too, may take characters byte by byte: then it is up to the engine that they do not end inside of one.</param>
    public static ByteProgram? Compile(PatternTree tree, bool splitsCharacters = false)
    {
        var program = new ByteProgram(splitsCharacters);
        program.Entry = program.Add(tree, 0);
        return program.instructions.Count > MaximumInstructions ? null : program;
    }

    // Backwards, from what follows: so every place is known when it is needed.
    private int Add(PatternTree tree, int next)
    {
        if (instructions.Count > MaximumInstructions)
        {
            return next;
        }

        switch (tree)
        {
            case PatternTree.Set set:
                return AddCharacter(set.Characters, next);
            case PatternTree.Sequence sequence:
                for (var i = sequence.Parts.Count - 1; i >= 0; i--)
                {
                    next = Add(sequence.Parts[i], next);
                }

                return next;
            case PatternTree.Choice choice:
                var entry = Add(choice.Alternatives[^1], next);
                for (var i = choice.Alternatives.Count - 2; i >= 0; i--)
                {
                    entry = Add(InstructionKind.Split, Add(choice.Alternatives[i], next), entry);
                }

                return entry;
            case PatternTree.Repeat repeat:
                return AddRepeat(repeat, next);
            case PatternTree.Group group:
                var body = Add(group.Body, Add(InstructionKind.Mark, (group.Index * 2) + 1, next));
                return Add(InstructionKind.Mark, group.Index * 2, body);
            case PatternTree.Place place:
                NeedsAscii |= place.Assertion is Assertion.Boundary or Assertion.NoBoundary;
                TellsCharacters |= place.Assertion is not (Assertion.Start or Assertion.End);
                LooksBack |= place.Assertion is Assertion.Boundary or Assertion.NoBoundary or Assertion.LineStart;
                return Add(InstructionKind.Assert, (int)place.Assertion, next);
            default:
                throw new ArgumentException($"unknown {tree.GetType().Name}", nameof(tree));
        }
    }

    private int AddRepeat(PatternTree.Repeat repeat, int next)
    {
        var copies = repeat.Minimum;
        if (repeat.Maximum == PatternTree.Repeat.Unlimited)
        {
            // The loop's own turn is the last of those that must be, if any.
            var loop = instructions.Count;
            instructions.Add(default);
            var body = IsBytewise(repeat)
                ? Add(InstructionKind.Take, Number(((PatternTree.Set)repeat.Body).Characters.Bytes), loop)
                : Add(repeat.Body, loop);
            instructions[loop] = repeat.Lazy ? new(InstructionKind.Split, next, body) : new(InstructionKind.Split, body, next);
            next = copies == 0 ? loop : body;
            copies--;
        }
        else
        {
            var end = next;
            for (var i = repeat.Minimum; i < repeat.Maximum && instructions.Count <= MaximumInstructions; i++)
            {
                var body = Add(repeat.Body, next);
                next = repeat.Lazy ? Add(InstructionKind.Split, end, body) : Add(InstructionKind.Split, body, end);
            }
        }

        for (; copies > 0 && instructions.Count <= MaximumInstructions; copies--)
        {
            next = Add(repeat.Body, next);
        }

        return next;
    }

    /// <summary>
    /// Whether a repetition takes every byte beyond ASCII. If it takes as many as there are, it ends where a character ends, whatever it takes.
    /// </summary>
    private bool IsBytewise(PatternTree.Repeat repeat) =>
        repeat is { Minimum: <= 1, Body: PatternTree.Set { Characters.HasAllBeyondAscii: true } } && (splitsCharacters || !repeat.Lazy);

    private int AddCharacter(CharacterSet characters, int next)
    {
        var entry = characters.Ascii.IsEmpty && !characters.IsAscii ? -1 : Add(InstructionKind.Take, Number(characters.Ascii), next);
        if (characters.IsAscii)
        {
            return entry;
        }

        NeedsUtf8 = true;
        return AddSteps(Utf8Step.Of(characters), next, entry);
    }

    private int AddSteps(IReadOnlyList<Utf8Step> steps, int next, int entry)
    {
        foreach (var step in steps)
        {
            var taken = Add(InstructionKind.Take, Number(step.Bytes), step.Next.Count == 0 ? next : AddSteps(step.Next, next, -1));
            entry = entry < 0 ? taken : Add(InstructionKind.Split, entry, taken);
        }

        return entry;
    }

    private int Number(ByteSet set)
    {
        if (!setNumbers.TryGetValue(set, out var number))
        {
            setNumbers[set] = number = sets.Count;
            sets.Add(set);
        }

        return number;
    }

    // Equal ones are one: then paths that came together again are seen to be the same.
    private int Add(InstructionKind kind, int x, int y)
    {
        var instruction = new Instruction(kind, x, y);
        if (!numbers.TryGetValue(instruction, out var number))
        {
            numbers[instruction] = number = instructions.Count;
            instructions.Add(instruction);
        }

        return number;
    }
}
