namespace LogOperator.Kubernetes.Objects;

/// <summary>The object and the fields that an <see cref="ApiStatus" /> is about.</summary>
public sealed record StatusDetails
{
    /// <summary>Name of the object.</summary>
    public string? Name { get; init; }

    /// <summary>API group of the object.</summary>
    public string? Group { get; init; }

    /// <summary>Kind or resource of the object.</summary>
    public string? Kind { get; init; }

    /// <summary>Identity of the object.</summary>
    public string? Uid { get; init; }

    /// <summary>One entry per field or circumstance.</summary>
    public IReadOnlyList<StatusCause>? Causes { get; init; }

    /// <summary>After how many seconds a repetition makes sense.</summary>
    public int? RetryAfterSeconds { get; init; }
}
