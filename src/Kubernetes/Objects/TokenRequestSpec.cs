namespace LogOperator.Kubernetes.Objects;

/// <summary>What token is asked for.</summary>
public sealed record TokenRequestSpec
{
    /// <summary>For whom the token is meant.</summary>
    public IReadOnlyList<string>? Audiences { get; init; }

    /// <summary>How long it is to be valid.</summary>
    public long? ExpirationSeconds { get; init; }
}
