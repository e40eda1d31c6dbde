namespace LogOperator.Kubernetes.Objects;

/// <summary>A resource that the server offers.</summary>
public sealed record ApiResource
{
    /// <summary>Plural name; subresources contain a slash.</summary>
    public required string Name { get; init; }

    /// <summary>Kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether its objects live in namespaces.</summary>
    public bool? Namespaced { get; init; }

    /// <summary>Short names for command lines.</summary>
    public IReadOnlyList<string>? ShortNames { get; init; }
}
