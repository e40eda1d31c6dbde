namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>How the lines of traces begin, by which they are told to belong together.</summary>
/// <param name="Head">The first of several lines.</param>
/// <param name="Alone">A line that is a record of its own.</param>
/// <param name="Second">The second line.</param>
/// <param name="Next">Further lines.</param>
/// <param name="Last">The last of more than two lines.</param>
internal sealed record TraceShape(string Head, string Alone, string Second, string Next, string Last)
{
    /// <summary>Java's, and what a start pattern tells.</summary>
    public static TraceShape Java { get; } = new("H", "H", "\tat ", "\tat ", "\tat ");

    /// <summary>Python's, behind the line that was logged.</summary>
    public static TraceShape Python { get; } = new("H", "H", "Traceback (most recent call last): ", "  File \"", "ValueError: ") { IsEndedByLast = true };

    /// <summary>Go's.</summary>
    public static TraceShape Go { get; } = new("fatal error: ", "listening ", "goroutine 1 ", "\t", "\t");

    /// <summary>.NET's.</summary>
    public static TraceShape DotNet { get; } = new("H", "Unhandled exception. ", " ---> ", "   at ", "--- End of ");

    /// <summary>Ruby's. One behind another would be its cause.</summary>
    public static TraceShape Ruby { get; } = new("a.rb:1:in `f': ", "done ", "\tfrom ", "\tfrom ", "\tfrom ") { Alternates = true };

    /// <summary>For patterns that tell what continues.</summary>
    public static TraceShape Continued { get; } = new("H", "H", "C", "C", "C");

    /// <summary>For patterns that tell what ends.</summary>
    public static TraceShape Ended { get; } = new("H", "E", "C", "C", "E") { IsEndedByLast = true };

    /// <summary>Whether nothing but the last line tells that a trace has ended: there is always one, and it comes in one piece.</summary>
    public bool IsEndedByLast { get; init; }

    /// <summary>Whether a line of its own stands behind each trace.</summary>
    public bool Alternates { get; init; }

    /// <summary>How many lines a trace has that was to have so many.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="before">The trace before it; null if there is none.</param>
    public int LinesOf(int lines, LogTrace? before) =>
        Alternates && before?.IsAlone != true ? 1 : IsEndedByLast && lines == 2 ? 3 : lines;

    /// <summary>How a line begins.</summary>
    /// <param name="at">Its place in the trace.</param>
    /// <param name="lines">Lines of the trace.</param>
    public string StartOf(int at, int lines) => at switch
    {
        0 => lines == 1 ? Alone : Head,
        1 => Second,
        _ => at == lines - 1 ? Last : Next,
    };
}
