namespace LogOperator.Kubernetes.Objects;

/// <summary>The resources of one API group and version.</summary>
public sealed record ApiResourceList
{
    /// <summary>The resources.</summary>
    public IReadOnlyList<ApiResource>? Resources { get; init; }
}
