namespace LogOperator.Kubernetes.Objects;

/// <summary>Confidential data.</summary>
public sealed record Secret : IKubeObject
{
    /// <summary>The resource <c>secrets</c> of the core group/v1.</summary>
    public static KubeResource<Secret> Resource { get; } = new("", "v1", "secrets", "Secret", namespaced: true, KubernetesJson.Default.Secret);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Type, for instance Opaque.</summary>
    public string? Type { get; init; }

    /// <summary>Whether the data cannot be changed.</summary>
    public bool? Immutable { get; init; }

    /// <summary>The data; base64 on the wire.</summary>
    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    /// <summary>Data to write as text; never returned.</summary>
    public IReadOnlyDictionary<string, string>? StringData { get; init; }
}
