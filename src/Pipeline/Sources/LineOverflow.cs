namespace LogOperator.Pipeline.Sources;

/// <summary>What happens to a line that is longer than the limit.</summary>
public enum LineOverflow
{
    /// <summary>Its end is cut off; the record is marked with <c>log.truncated</c>.</summary>
    Truncate,

    /// <summary>It becomes several records, marked with <c>log.partial</c>.</summary>
    Split,

    /// <summary>It is dropped and counted.</summary>
    Drop,
}
