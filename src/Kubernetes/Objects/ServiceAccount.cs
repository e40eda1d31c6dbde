namespace LogOperator.Kubernetes.Objects;

/// <summary>An identity for pods.</summary>
public sealed record ServiceAccount : IKubeObject
{
    /// <summary>The resource <c>serviceaccounts</c> of the core group/v1.</summary>
    public static KubeResource<ServiceAccount> Resource { get; } = new("", "v1", "serviceaccounts", "ServiceAccount", namespaced: true, KubernetesJson.Default.ServiceAccount);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Whether pods get its token mounted.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>Credentials for image registries.</summary>
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }
}
