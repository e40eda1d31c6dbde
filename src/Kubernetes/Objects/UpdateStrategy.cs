namespace LogOperator.Kubernetes.Objects;

/// <summary>How a workload's pods are replaced.</summary>
public sealed record UpdateStrategy
{
    /// <summary>RollingUpdate, OnDelete or Recreate.</summary>
    public string? Type { get; init; }

    /// <summary>Bounds of a rolling update.</summary>
    public RollingUpdate? RollingUpdate { get; init; }
}
