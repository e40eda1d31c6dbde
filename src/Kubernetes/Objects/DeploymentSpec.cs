namespace LogOperator.Kubernetes.Objects;

/// <summary>Desired state of a <see cref="Deployment" />.</summary>
public sealed record DeploymentSpec
{
    /// <summary>How many pods.</summary>
    public int? Replicas { get; init; }

    /// <summary>The pods that belong to it; cannot be changed.</summary>
    public required LabelSelector Selector { get; init; }

    /// <summary>The pods that it makes.</summary>
    public required PodTemplateSpec Template { get; init; }

    /// <summary>How pods are replaced.</summary>
    public UpdateStrategy? Strategy { get; init; }

    /// <summary>Seconds that a pod must be ready before it counts.</summary>
    public int? MinReadySeconds { get; init; }

    /// <summary>Seconds after which a rollout without progress has failed.</summary>
    public int? ProgressDeadlineSeconds { get; init; }

    /// <summary>How many former templates are kept.</summary>
    public int? RevisionHistoryLimit { get; init; }
}
