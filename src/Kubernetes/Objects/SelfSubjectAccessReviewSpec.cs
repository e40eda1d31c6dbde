namespace LogOperator.Kubernetes.Objects;

/// <summary>What the caller wants to do; exactly one member is present.</summary>
public sealed record SelfSubjectAccessReviewSpec
{
    /// <summary>Access to objects.</summary>
    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>Access to a path.</summary>
    public NonResourceAttributes? NonResourceAttributes { get; init; }
}
