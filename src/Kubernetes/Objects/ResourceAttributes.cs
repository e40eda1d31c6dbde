namespace LogOperator.Kubernetes.Objects;

/// <summary>Access to objects.</summary>
public sealed record ResourceAttributes
{
    /// <summary>Namespace; all when absent.</summary>
    public string? Namespace { get; init; }

    /// <summary>Verb, for instance get or collect; <c>*</c> is all.</summary>
    public string? Verb { get; init; }

    /// <summary>API group; <c>*</c> is all.</summary>
    public string? Group { get; init; }

    /// <summary>API version.</summary>
    public string? Version { get; init; }

    /// <summary>Plural resource name; <c>*</c> is all.</summary>
    public string? Resource { get; init; }

    /// <summary>Subresource.</summary>
    public string? Subresource { get; init; }

    /// <summary>Name of one object; all when absent.</summary>
    public string? Name { get; init; }
}
