namespace LogOperator.Kubernetes.Objects;

/// <summary>Names an object of the same namespace.</summary>
public sealed record LocalObjectReference
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }
}
