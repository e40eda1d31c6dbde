using System.Buffers;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.BitState;

/// <summary>A step of a <see cref="BitStateProgram"/>; what the numbers mean depends on the kind.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Next">The next step.</param>
/// <param name="Other">The other next step, a slot or an assertion.</param>
/// <param name="Row">Where <see cref="VisitedPlaces"/> notes the step's positions; −1 if only one step leads on from here.</param>
/// <param name="Set">The bytes that are taken.</param>
internal sealed record Step(StepKind Kind, int Next, int Other, int Row, ByteSet Set)
{
    /// <summary>Bytes with which Next can begin; null if it can do without one.</summary>
    public ByteSet? NextBegins { get; init; }

    /// <summary>Bytes with which Other can begin; null if it can do without one.</summary>
    public ByteSet? OtherBegins { get; init; }

    /// <summary>Of a loop: whether it takes characters byte by byte, but must not end inside of one.</summary>
    public bool SplitsCharacters { get; init; }

    /// <summary>Of a greedy loop: the bytes at which it has to end.</summary>
    public SearchValues<byte>? Ends { get; init; }

    /// <summary>Where Next can begin, to search for; of a lazy loop also where it has to end. Null if Next can do without a byte.</summary>
    public SearchValues<byte>? Candidates { get; init; }
}
