namespace LogOperator.Kubernetes.Objects;

/// <summary>One pod on every matching node.</summary>
public sealed record DaemonSet : IKubeObject
{
    /// <summary>The resource <c>daemonsets</c> of apps/v1.</summary>
    public static KubeResource<DaemonSet> Resource { get; } = new("apps", "v1", "daemonsets", "DaemonSet", namespaced: true, KubernetesJson.Default.DaemonSet);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Desired state.</summary>
    public DaemonSetSpec? Spec { get; init; }

    /// <summary>Observed state.</summary>
    public DaemonSetStatus? Status { get; init; }
}
