using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

/// <summary>What to do with very long lines.</summary>
public sealed partial record LineSpec
{
    /// <summary>Longest record in bytes, after joining the runtime's parts and the lines that belong together. Default 256Ki.</summary>
    public ByteSize? MaxBytes { get; init; }

    /// <summary>What happens to a longer one. Default Truncate.</summary>
    public LineOverflow? OnExceed { get; init; }
}
