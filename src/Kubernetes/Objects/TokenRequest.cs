namespace LogOperator.Kubernetes.Objects;

/// <summary>Asks for a token of a service account (authentication.k8s.io/v1).</summary>
public sealed record TokenRequest
{
    /// <summary>API version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind.</summary>
    public string? Kind { get; init; }

    /// <summary>What is asked for.</summary>
    public required TokenRequestSpec Spec { get; init; }

    /// <summary>The token.</summary>
    public TokenRequestStatus? Status { get; init; }
}
