namespace LogOperator.Kubernetes.Objects;

/// <summary>Access to a path.</summary>
public sealed record NonResourceAttributes
{
    /// <summary>Path, for instance <c>/metrics</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Verb.</summary>
    public string? Verb { get; init; }
}
