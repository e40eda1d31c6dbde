namespace LogOperator.Kubernetes;

/// <summary>Which changes a watch is to report.</summary>
public sealed record WatchOptions
{
    /// <summary>Label selector.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Version after which changes are reported; absent starts with the present objects.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>After which time the server ends the watch; five minutes when absent.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the server reports from time to time up to which version it has reported all; true when absent.</summary>
    public bool? AllowBookmarks { get; init; }
}
