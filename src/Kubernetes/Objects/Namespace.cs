namespace LogOperator.Kubernetes.Objects;

/// <summary>A namespace.</summary>
public sealed record Namespace : IKubeObject
{
    /// <summary>The resource <c>namespaces</c> of the core group/v1.</summary>
    public static KubeResource<Namespace> Resource { get; } = new("", "v1", "namespaces", "Namespace", namespaced: false, KubernetesJson.Default.Namespace);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }
}
