namespace LogOperator.Pipeline.Expressions;

/// <summary>The six ranges of the OpenTelemetry log data model's severity numbers, which the constants of the language name.</summary>
internal static class SeverityRange
{
    /// <summary>Names in ascending order; that at index 0 is range 1.</summary>
    public static readonly string[] Names = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    /// <summary>1 (TRACE) to 6 (FATAL) for a severity number of 1 to 24; else 0.</summary>
    public static int Of(byte severityNumber) => severityNumber is > 0 and <= 24 ? ((severityNumber - 1) >> 2) + 1 : 0;

    /// <summary>1 to 6 for a name, 0 if there is none of that name.</summary>
    public static int Of(string name) => Array.IndexOf(Names, name) + 1;
}
