namespace LogOperator.Kubernetes.Objects;

/// <summary>A machine of the cluster.</summary>
public sealed record Node : IKubeObject
{
    /// <summary>The resource <c>nodes</c> of the core group/v1.</summary>
    public static KubeResource<Node> Resource { get; } = new("", "v1", "nodes", "Node", namespaced: false, KubernetesJson.Default.Node);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }
}
