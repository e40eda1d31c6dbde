namespace LogOperator.Kubernetes.Objects;

/// <summary>A directory that lives as long as the pod.</summary>
public sealed record EmptyDirVolumeSource
{
    /// <summary>Memory for a RAM disk.</summary>
    public string? Medium { get; init; }

    /// <summary>Limit, as a quantity.</summary>
    public string? SizeLimit { get; init; }
}
