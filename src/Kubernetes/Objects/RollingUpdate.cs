namespace LogOperator.Kubernetes.Objects;

/// <summary>Bounds of a rolling update, as numbers or percentages.</summary>
public sealed record RollingUpdate
{
    /// <summary>How many pods may be missing.</summary>
    public IntOrString? MaxUnavailable { get; init; }
}
