namespace LogOperator.Kubernetes.Objects;

/// <summary>Names a resource of a container.</summary>
public sealed record ResourceFieldSelector
{
    /// <summary>Container; the present one when absent.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Resource, for instance <c>limits.memory</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Unit in which the value is given.</summary>
    public string? Divisor { get; init; }
}
