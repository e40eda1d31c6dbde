namespace LogOperator.Kubernetes.Objects;

/// <summary>A taint that a pod tolerates.</summary>
public sealed record Toleration
{
    /// <summary>Key of the taint; any when absent.</summary>
    public string? Key { get; init; }

    /// <summary>Exists or Equal.</summary>
    public string? Operator { get; init; }

    /// <summary>Value of the taint, for Equal.</summary>
    public string? Value { get; init; }

    /// <summary>Effect of the taint; any when absent.</summary>
    public string? Effect { get; init; }

    /// <summary>How long a NoExecute taint is tolerated.</summary>
    public long? TolerationSeconds { get; init; }
}
