namespace LogOperator.Kubernetes.Objects;

/// <summary>Names an object of the same namespace that may be absent.</summary>
public sealed record OptionalObjectReference
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may be absent.</summary>
    public bool? Optional { get; init; }
}
