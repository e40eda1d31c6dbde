using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>What a history's log looks like, and how its lines become records.</summary>
/// <param name="Format">How lines are framed; those of containers come in two streams, and some of them in parts.</param>
/// <param name="Groups">How lines are grouped; null where each is a record.</param>
/// <param name="MaxBytes">Longest record.</param>
internal sealed record HistoryForm(FileFormat Format, GroupOptions? Groups, int MaxBytes)
{
    /// <summary>Longest record where nothing else is said.</summary>
    public const int Unbounded = 256 * 1024;

    /// <summary>How long a part waits for the rest of its line.</summary>
    public static readonly TimeSpan HoldTimeout = TimeSpan.FromSeconds(5);

    private static readonly int[] Timeouts = [1, 3, 15, 15];

    /// <summary>A plain log, each line a record.</summary>
    public static HistoryForm Lines(Random random) => new(FileFormat.Plain, null, Unbounded);

    /// <summary>A plain log with traces of several lines.</summary>
    public static HistoryForm Traces(Random random) => new(FileFormat.Plain, Draw(random), DrawLimit(random));

    /// <summary>The log of a container, each line a record.</summary>
    public static HistoryForm Container(Random random) => new(FileFormat.Cri, null, Unbounded);

    /// <summary>The log of a container with traces of several lines.</summary>
    public static HistoryForm ContainerTraces(Random random) => new(FileFormat.Cri, Draw(random), DrawLimit(random));

    /// <summary>A log, of a container or not, with the traces of a language, or such as patterns tell.</summary>
    public static HistoryForm Languages(Random random)
    {
        var (grouping, name, shape) = random.Next(9) switch
        {
            0 => (new TraceGrouping(MultilinePreset.Python), "python", TraceShape.Python),
            1 => (new TraceGrouping(MultilinePreset.Go), "go", TraceShape.Go),
            2 => (new TraceGrouping(MultilinePreset.DotNet), "dotnet", TraceShape.DotNet),
            3 => (new TraceGrouping(MultilinePreset.Ruby), "ruby", TraceShape.Ruby),
            4 => (PatternGrouping.Of(null, "^C", null), "continue", TraceShape.Continued),
            5 => (PatternGrouping.Of("^H", "^C", null), "start+continue", TraceShape.Continued),
            6 => ((ILineGrouping)PatternGrouping.Of(null, null, "^E"), "end", TraceShape.Ended),
            7 => (PatternGrouping.Of("^H", null, "^E"), "start+end", TraceShape.Ended),
            _ => (PatternGrouping.Of(null, "^C", "^E"), "continue+end", TraceShape.Ended),
        };
        return new(random.Next(2) == 0 ? FileFormat.Plain : FileFormat.Cri, Draw(random, grouping, name), DrawLimit(random)) { Shape = shape };
    }

    /// <summary>How the lines of traces begin.</summary>
    public TraceShape Shape { get; init; } = TraceShape.Java;

    /// <summary>Whether it is the log of a container.</summary>
    public bool IsContainer => Format == FileFormat.Cri;

    /// <summary>Most lines of a record.</summary>
    public int MaxLines => Groups?.MaxLines ?? 1;

    /// <summary>Options of the joiner.</summary>
    public JoinOptions Joining =>
        new(MaxBytes, MaxBytes < Unbounded ? LineOverflow.Split : LineOverflow.Truncate, Stdout: true, Stderr: true, HoldTimeout) { Groups = Groups };

    public override string ToString() =>
        $"{Format}{(Groups is { } g ? $" {g.Form} lines<={g.MaxLines} {g.Timeout.TotalSeconds}s" : "")}{(MaxBytes < Unbounded ? $" bytes<={MaxBytes}" : "")}";

    private static GroupOptions Draw(Random random)
    {
        var isPattern = random.Next(2) == 0;
        ILineGrouping grouping = isPattern ? PatternGrouping.Of("^H", null, null) : new TraceGrouping(random.Next(2) == 0 ? MultilinePreset.Java : MultilinePreset.Auto);
        return Draw(random, grouping, isPattern ? "start" : "trace");
    }

    private static GroupOptions Draw(Random random, ILineGrouping grouping, string name) =>
        new(grouping, random.Next(4) == 0 ? 4 : 500, TimeSpan.FromSeconds(Timeouts[random.Next(Timeouts.Length)]), name);

    private static int DrawLimit(Random random) => random.Next(4) == 0 ? 2000 : Unbounded;
}
