namespace LogOperator.Kubernetes.Objects;

/// <summary>Desired state of a <see cref="DaemonSet" />.</summary>
public sealed record DaemonSetSpec
{
    /// <summary>The pods that belong to it; cannot be changed.</summary>
    public required LabelSelector Selector { get; init; }

    /// <summary>The pods that it makes.</summary>
    public required PodTemplateSpec Template { get; init; }

    /// <summary>How pods are replaced.</summary>
    public UpdateStrategy? UpdateStrategy { get; init; }
}
