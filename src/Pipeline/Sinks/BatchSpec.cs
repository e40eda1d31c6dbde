using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>How many records go into one request.</summary>
public sealed partial record BatchSpec
{
    /// <summary>Most bytes of source lines in one request. Default 1Mi.</summary>
    public ByteSize? MaxBytes { get; init; }

    /// <summary>Most records in one request. Default 5000.</summary>
    public int? MaxRecords { get; init; }

    /// <summary>Longest wait for more records. Default 1s.</summary>
    public Duration? MaxDelay { get; init; }

    /// <summary>Most requests in flight. Default: the kind's own, 1 where order matters.</summary>
    public int? Concurrency { get; init; }
}
