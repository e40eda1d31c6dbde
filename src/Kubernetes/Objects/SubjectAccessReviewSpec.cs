namespace LogOperator.Kubernetes.Objects;

/// <summary>Who wants to do what; exactly one of the attributes is present.</summary>
public sealed record SubjectAccessReviewSpec
{
    /// <summary>User name, for instance <c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
    public string? User { get; init; }

    /// <summary>Groups of the user.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Access to objects.</summary>
    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>Access to a path.</summary>
    public NonResourceAttributes? NonResourceAttributes { get; init; }
}
