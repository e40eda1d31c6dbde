namespace LogOperator.Kubernetes.Objects;

/// <summary>Observed state of a <see cref="Deployment" />.</summary>
public sealed record DeploymentStatus
{
    /// <summary>Pods there are.</summary>
    public int? Replicas { get; init; }

    /// <summary>Pods with the newest template.</summary>
    public int? UpdatedReplicas { get; init; }

    /// <summary>Pods that are ready.</summary>
    public int? ReadyReplicas { get; init; }

    /// <summary>Pods that are available.</summary>
    public int? AvailableReplicas { get; init; }

    /// <summary>Pods that are missing or not available.</summary>
    public int? UnavailableReplicas { get; init; }

    /// <summary>Generation that this state belongs to.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
