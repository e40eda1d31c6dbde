namespace LogOperator.Kubernetes.Objects;

/// <summary>A number of equal pods.</summary>
public sealed record Deployment : IKubeObject
{
    /// <summary>The resource <c>deployments</c> of apps/v1.</summary>
    public static KubeResource<Deployment> Resource { get; } = new("apps", "v1", "deployments", "Deployment", namespaced: true, KubernetesJson.Default.Deployment);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Desired state.</summary>
    public DeploymentSpec? Spec { get; init; }

    /// <summary>Observed state.</summary>
    public DeploymentStatus? Status { get; init; }
}
