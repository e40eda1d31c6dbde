namespace LogOperator.Pipeline.Patterns.Tree;

/// <summary>A pattern, taken apart. Groups without a name do not occur: nobody can ask for them.</summary>
internal abstract record PatternTree
{
    /// <summary>Matches the empty text.</summary>
    public static Sequence Empty { get; } = new([]);

    /// <summary>Whether it can match without taking a character.</summary>
    public abstract bool CanBeEmpty { get; }

    /// <summary>One character.</summary>
    public sealed record Set(CharacterSet Characters) : PatternTree
    {
        public override bool CanBeEmpty => false;
    }

    /// <summary>One after the other.</summary>
    public sealed record Sequence(IReadOnlyList<PatternTree> Parts) : PatternTree
    {
        public override bool CanBeEmpty => Parts.All(p => p.CanBeEmpty);
    }

    /// <summary>The first that leads to a match.</summary>
    public sealed record Choice(IReadOnlyList<PatternTree> Alternatives) : PatternTree
    {
        public override bool CanBeEmpty => Alternatives.Any(a => a.CanBeEmpty);
    }

    /// <summary>Repetition; as often as possible unless lazy.</summary>
    public sealed record Repeat(PatternTree Body, int Minimum, int Maximum, bool Lazy) : PatternTree
    {
        /// <summary>Value of <see cref="Maximum"/>: no limit.</summary>
        public const int Unlimited = int.MaxValue;

        public override bool CanBeEmpty => Minimum == 0 || Body.CanBeEmpty;
    }

    /// <summary>A named group.</summary>
    public sealed record Group(int Index, PatternTree Body) : PatternTree
    {
        public override bool CanBeEmpty => Body.CanBeEmpty;
    }

    /// <summary>Takes no character.</summary>
    public sealed record Place(Assertion Assertion) : PatternTree
    {
        public override bool CanBeEmpty => true;
    }
}
