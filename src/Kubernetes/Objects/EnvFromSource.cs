namespace LogOperator.Kubernetes.Objects;

/// <summary>An object whose keys all become environment variables; exactly one reference is present.</summary>
public sealed record EnvFromSource
{
    /// <summary>Put before every key.</summary>
    public string? Prefix { get; init; }

    /// <summary>A Secret.</summary>
    public OptionalObjectReference? SecretRef { get; init; }

    /// <summary>A ConfigMap.</summary>
    public OptionalObjectReference? ConfigMapRef { get; init; }
}
