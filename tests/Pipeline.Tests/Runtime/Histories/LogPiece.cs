namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>A line of a log as it was written, or a part of one where the container runtime cut it.</summary>
/// <param name="number">Its place among all pieces, in the order of writing.</param>
/// <param name="stream">stdout or stderr; empty in plain logs, and where it cannot be told.</param>
/// <param name="inStream">Its place in the stream.</param>
/// <param name="trace">The lines that it belongs to.</param>
/// <param name="line">Number of the line that it is, or is a part of.</param>
internal sealed class LogPiece(int number, string stream, int inStream, LogTrace trace, int line)
{
    public int Number => number;

    public string Stream => stream;

    public int InStream => inStream;

    public LogTrace Trace => trace;

    public int Line => line;

    /// <summary>What a reader finds of it, without prefix and newline.</summary>
    public required string Text { get; set; }

    /// <summary>Where it ends in all that is ever written; <see cref="long.MaxValue"/> while its newline is missing.</summary>
    public long End { get; set; } = long.MaxValue;

    /// <summary>Whether nothing but the end of its file ends it.</summary>
    public bool EndsWithFile { get; set; }

    /// <summary>Number of the file that it stands in.</summary>
    public int File { get; set; } = -1;

    /// <summary>When it was there as a whole.</summary>
    public DateTimeOffset WrittenAt { get; set; }

    /// <summary>When an agent looked last before it was written.</summary>
    public DateTimeOffset LookBefore { get; set; }

    /// <summary>Number of the first look after it was written.</summary>
    public int SeenAtLook { get; set; }

    /// <summary>When an agent looked next after that.</summary>
    public DateTimeOffset KnownAt { get; set; }

    /// <summary>When an agent certainly knew what stood before it and what behind; far in the future if none has yet.</summary>
    public DateTimeOffset SettledAt { get; set; } = DateTimeOffset.MaxValue;
}
