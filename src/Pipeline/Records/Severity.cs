namespace LogOperator.Pipeline.Records;

/// <summary>
/// Severity of a record: the first number of each range of the OpenTelemetry log data model, section "Severity Fields".
/// </summary>
public enum Severity : byte
{
    /// <summary>Not known; left out of the output.</summary>
    Unspecified = 0,

    /// <summary>Fine-grained debugging.</summary>
    Trace = 1,

    /// <summary>Debugging.</summary>
    Debug = 5,

    /// <summary>Informational.</summary>
    Info = 9,

    /// <summary>Not an error, but likely more important than information.</summary>
    Warn = 13,

    /// <summary>Something went wrong.</summary>
    Error = 17,

    /// <summary>Fatal, such as a crash.</summary>
    Fatal = 21,
}
