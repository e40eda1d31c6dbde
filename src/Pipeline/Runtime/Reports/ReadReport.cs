namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What a pipeline has read.</summary>
public sealed record ReadReport
{
    /// <summary>Bytes of files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Physical lines.</summary>
    public required long Lines { get; init; }

    /// <summary>Records that the lines were joined to.</summary>
    public required long Records { get; init; }

    /// <summary>Records made of several lines.</summary>
    public required long Joined { get; init; }

    /// <summary>Records of standard error.</summary>
    public required long Stderr { get; init; }
}
