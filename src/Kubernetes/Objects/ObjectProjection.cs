namespace LogOperator.Kubernetes.Objects;

/// <summary>A Secret in a projected volume.</summary>
public sealed record ObjectProjection
{
    /// <summary>Name of the object.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may be absent.</summary>
    public bool? Optional { get; init; }

    /// <summary>Keys to take; all when absent.</summary>
    public IReadOnlyList<KeyToPath>? Items { get; init; }
}
