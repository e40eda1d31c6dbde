using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>How often a failed request is tried again.</summary>
public sealed partial record RetrySpec
{
    /// <summary>Wait before the second try; it doubles from there, with jitter. Default 500ms.</summary>
    public Duration? Initial { get; init; }

    /// <summary>Longest wait. Default 60s.</summary>
    public Duration? Max { get; init; }
}
