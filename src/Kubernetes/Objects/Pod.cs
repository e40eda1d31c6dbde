namespace LogOperator.Kubernetes.Objects;

/// <summary>A group of containers on one node.</summary>
public sealed record Pod : IKubeObject
{
    /// <summary>The resource <c>pods</c> of the core group/v1.</summary>
    public static KubeResource<Pod> Resource { get; } = new("", "v1", "pods", "Pod", namespaced: true, KubernetesJson.Default.Pod);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Desired state.</summary>
    public PodSpec? Spec { get; init; }

    /// <summary>Observed state.</summary>
    public PodStatus? Status { get; init; }
}
