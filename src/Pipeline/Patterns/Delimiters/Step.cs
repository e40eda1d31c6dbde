using System.Buffers;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.Delimiters;

/// <summary>What a <see cref="DelimiterMatcher"/> does next.</summary>
internal sealed class Step(StepKind kind)
{
    public StepKind Kind { get; } = kind;

    /// <summary>Bytes of a <see cref="StepKind.Literal"/>.</summary>
    public byte[] Literal { get; init; } = [];

    /// <summary>Which bytes are in the set of a run or a branch.</summary>
    public bool[] Members { get; init; } = [];

    /// <summary>What ends a <see cref="StepKind.Run"/> that more than one byte ends; null if some of that are not ASCII.</summary>
    public AsciiSet? AsciiEnds { get; init; }

    /// <summary>What ends such a run otherwise.</summary>
    public SearchValues<byte>? Ends { get; init; }

    /// <summary>The delimiter if a <see cref="StepKind.Run"/> has only one, else negative.</summary>
    public int Delimiter { get; init; } = -1;

    /// <summary>Fewest bytes of a run.</summary>
    public int Minimum { get; init; }

    /// <summary>Most bytes of a run.</summary>
    public int Maximum { get; init; }

    /// <summary>The group that begins or ends, or that a run is; negative if there is none.</summary>
    public int Group { get; set; } = -1;

    /// <summary>Where to go on.</summary>
    public int Target { get; set; }

    /// <summary>A run of a set.</summary>
    public static Step Run(ByteSet set, int minimum, int maximum)
    {
        // Vectors pay where a run may be long, which it hardly is if it is made of few different bytes.
        var ends = (~set).ToArray();
        var asciiEnds = ends.Length == 1 ? null : AsciiSet.Of(~set);
        var isShort = set.Count <= 16 || maximum <= 16;
        return new Step(isShort ? StepKind.ShortRun : StepKind.Run)
        {
            Members = MembersOf(set),
            Minimum = minimum,
            Maximum = maximum,
            AsciiEnds = isShort ? null : asciiEnds,
            Ends = isShort || asciiEnds is not null ? null : SearchValues.Create(ends),
            Delimiter = !isShort && ends.Length == 1 ? ends[0] : -1,
        };
    }

    /// <summary>A choice of the way by the next byte.</summary>
    public static Step Branch(ByteSet set) => new(StepKind.Branch) { Members = MembersOf(set) };

    private static bool[] MembersOf(ByteSet set) => [.. Enumerable.Range(0, 256).Select(set.Contains)];
}
