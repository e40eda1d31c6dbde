namespace LogOperator.Kubernetes.Objects;

/// <summary>One cause of a refused request.</summary>
public sealed record StatusCause
{
    /// <summary>Machine-readable reason, for instance FieldValueInvalid.</summary>
    public string? Reason { get; init; }

    /// <summary>Reason for people.</summary>
    public string? Message { get; init; }

    /// <summary>Path of the field, for instance <c>spec.replicas</c>.</summary>
    public string? Field { get; init; }
}
