namespace LogOperator.Kubernetes.Objects;

/// <summary>One requirement of a <see cref="LabelSelector" />.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>Label key.</summary>
    public required string Key { get; init; }

    /// <summary>In, NotIn, Exists or DoesNotExist.</summary>
    public required string Operator { get; init; }

    /// <summary>Values for In and NotIn; absent for the others.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}
