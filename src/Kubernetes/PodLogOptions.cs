namespace LogOperator.Kubernetes;

/// <summary>Which lines of a container's log to read.</summary>
public sealed record PodLogOptions
{
    /// <summary>Container; may be absent for a pod with one.</summary>
    public string? Container { get; init; }

    /// <summary>Go on with lines as they are written.</summary>
    public bool Follow { get; init; }

    /// <summary>The log before the last restart.</summary>
    public bool Previous { get; init; }

    /// <summary>Put the time in front of each line.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only so many lines from the end.</summary>
    public int? TailLines { get; init; }

    /// <summary>Only lines younger than this.</summary>
    public TimeSpan? Since { get; init; }
}
