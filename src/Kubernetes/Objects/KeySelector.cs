namespace LogOperator.Kubernetes.Objects;

/// <summary>Names a key of a Secret or ConfigMap.</summary>
public sealed record KeySelector
{
    /// <summary>Name of the object.</summary>
    public required string Name { get; init; }

    /// <summary>Key in its data.</summary>
    public required string Key { get; init; }

    /// <summary>Whether object or key may be absent.</summary>
    public bool? Optional { get; init; }
}
