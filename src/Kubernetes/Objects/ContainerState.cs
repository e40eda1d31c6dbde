namespace LogOperator.Kubernetes.Objects;

/// <summary>State of a container; exactly one member is present.</summary>
public sealed record ContainerState
{
    /// <summary>It does not run yet.</summary>
    public ContainerStateWaiting? Waiting { get; init; }

    /// <summary>It runs.</summary>
    public ContainerStateRunning? Running { get; init; }

    /// <summary>It has ended.</summary>
    public ContainerStateTerminated? Terminated { get; init; }
}
