namespace LogOperator.Kubernetes.Objects;

/// <summary>The pods that a workload makes.</summary>
public sealed record PodTemplateSpec
{
    /// <summary>Labels and annotations of the pods.</summary>
    public ObjectMeta? Metadata { get; init; }

    /// <summary>Desired state of the pods.</summary>
    public PodSpec? Spec { get; init; }
}
