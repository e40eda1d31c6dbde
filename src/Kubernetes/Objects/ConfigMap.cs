namespace LogOperator.Kubernetes.Objects;

/// <summary>Configuration data.</summary>
public sealed record ConfigMap : IKubeObject
{
    /// <summary>The resource <c>configmaps</c> of the core group/v1.</summary>
    public static KubeResource<ConfigMap> Resource { get; } = new("", "v1", "configmaps", "ConfigMap", namespaced: true, KubernetesJson.Default.ConfigMap);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Text.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
}
