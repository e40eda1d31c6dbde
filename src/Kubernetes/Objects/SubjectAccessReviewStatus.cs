namespace LogOperator.Kubernetes.Objects;

/// <summary>The answer to an access review.</summary>
public sealed record SubjectAccessReviewStatus
{
    /// <summary>Whether it is allowed.</summary>
    public required bool Allowed { get; init; }

    /// <summary>Whether it is denied whatever else allows it.</summary>
    public bool? Denied { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>What went wrong while deciding.</summary>
    public string? EvaluationError { get; init; }
}
