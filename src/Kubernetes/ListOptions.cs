namespace LogOperator.Kubernetes;

/// <summary>Which objects a list call is to find.</summary>
public sealed record ListOptions
{
    /// <summary>Label selector, for instance <c>app=web,!legacy</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, for instance <c>spec.nodeName=node-1</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per page; 500 when absent.</summary>
    public int? Limit { get; init; }

    /// <summary>Token of the page to get (of <see cref="KubeClient.ListPageAsync" /> only).</summary>
    public string? Continue { get; init; }

    /// <summary>Version of which the answer must be at least; "0" takes whatever the server has cached; absent is the newest.</summary>
    public string? ResourceVersion { get; init; }
}
