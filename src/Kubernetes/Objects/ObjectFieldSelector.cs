namespace LogOperator.Kubernetes.Objects;

/// <summary>Names a field of the pod.</summary>
public sealed record ObjectFieldSelector
{
    /// <summary>API version of the path; v1 when absent.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Path, for instance <c>spec.nodeName</c>.</summary>
    public required string FieldPath { get; init; }
}
