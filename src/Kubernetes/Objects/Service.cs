namespace LogOperator.Kubernetes.Objects;

/// <summary>A stable address in front of pods.</summary>
public sealed record Service : IKubeObject
{
    /// <summary>The resource <c>services</c> of the core group/v1.</summary>
    public static KubeResource<Service> Resource { get; } = new("", "v1", "services", "Service", namespaced: true, KubernetesJson.Default.Service);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Desired state.</summary>
    public ServiceSpec? Spec { get; init; }
}
