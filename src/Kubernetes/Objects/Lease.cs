namespace LogOperator.Kubernetes.Objects;

/// <summary>A lock that expires.</summary>
public sealed record Lease : IKubeObject
{
    /// <summary>The resource <c>leases</c> of coordination.k8s.io/v1.</summary>
    public static KubeResource<Lease> Resource { get; } = new("coordination.k8s.io", "v1", "leases", "Lease", namespaced: true, KubernetesJson.Default.Lease);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Who holds it and until when.</summary>
    public LeaseSpec? Spec { get; init; }
}
