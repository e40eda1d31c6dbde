namespace LogOperator.Kubernetes.Objects;

/// <summary>A container that does not run yet.</summary>
public sealed record ContainerStateWaiting
{
    /// <summary>Why, for instance CrashLoopBackOff.</summary>
    public string? Reason { get; init; }

    /// <summary>Reason for people.</summary>
    public string? Message { get; init; }
}
