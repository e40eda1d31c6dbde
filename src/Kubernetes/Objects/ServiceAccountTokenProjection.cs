namespace LogOperator.Kubernetes.Objects;

/// <summary>A token of the pod's identity as a file.</summary>
public sealed record ServiceAccountTokenProjection
{
    /// <summary>Path in the volume.</summary>
    public required string Path { get; init; }

    /// <summary>For whom the token is meant.</summary>
    public string? Audience { get; init; }

    /// <summary>How long it is valid.</summary>
    public long? ExpirationSeconds { get; init; }
}
