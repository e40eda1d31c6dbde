using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

/// <summary>How lines that belong together, such as those of a stack trace, become one record.</summary>
public sealed partial record MultilineSpec
{
    /// <summary>What is recognised without patterns. Default Auto; not together with patterns.</summary>
    public MultilinePreset? Preset { get; init; }

    /// <summary>Regular expression of a record's first line. Alone, every line that does not match belongs to the record before it.</summary>
    public string? StartPattern { get; init; }

    /// <summary>Regular expression of the lines that belong to the record before them.</summary>
    public string? ContinuePattern { get; init; }

    /// <summary>Regular expression of a record's last line.</summary>
    public string? EndPattern { get; init; }

    /// <summary>Most lines of a record; further ones begin another, and the first is marked with <c>log.partial</c>. Default 500.</summary>
    public int? MaxLines { get; init; }

    /// <summary>How long a record waits for more lines, counted from its first. Default 3s.</summary>
    public Duration? Timeout { get; init; }
}
