namespace LogOperator.Kubernetes.Objects;

/// <summary>Asks whether the caller may do something.</summary>
public sealed record SelfSubjectAccessReview : IKubeObject
{
    /// <summary>The resource <c>selfsubjectaccessreviews</c> of authorization.k8s.io/v1.</summary>
    public static KubeResource<SelfSubjectAccessReview> Resource { get; } = new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", namespaced: false, KubernetesJson.Default.SelfSubjectAccessReview);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The question.</summary>
    public required SelfSubjectAccessReviewSpec Spec { get; init; }

    /// <summary>The answer.</summary>
    public SubjectAccessReviewStatus? Status { get; init; }
}
