namespace LogOperator.Kubernetes.Objects;

/// <summary>A check of a container; exactly one of httpGet, tcpSocket and exec is present.</summary>
public sealed record Probe
{
    /// <summary>An HTTP request that must succeed.</summary>
    public HttpGetAction? HttpGet { get; init; }

    /// <summary>Seconds before the first check.</summary>
    public int? InitialDelaySeconds { get; init; }

    /// <summary>Seconds between checks.</summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>Seconds until a check counts as failed.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Failures until it counts as failed.</summary>
    public int? FailureThreshold { get; init; }
}
