namespace LogOperator.Kubernetes.Objects;

/// <summary>Asks whether somebody may do something.</summary>
public sealed record SubjectAccessReview : IKubeObject
{
    /// <summary>The resource <c>subjectaccessreviews</c> of authorization.k8s.io/v1.</summary>
    public static KubeResource<SubjectAccessReview> Resource { get; } = new("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", namespaced: false, KubernetesJson.Default.SubjectAccessReview);

    /// <inheritdoc />
    public string? ApiVersion { get; init; }

    /// <inheritdoc />
    public string? Kind { get; init; }

    /// <inheritdoc />
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The question.</summary>
    public required SubjectAccessReviewSpec Spec { get; init; }

    /// <summary>The answer.</summary>
    public SubjectAccessReviewStatus? Status { get; init; }
}
