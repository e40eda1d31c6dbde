namespace LogOperator.Kubernetes.Objects;

/// <summary>Version of the API server.</summary>
public sealed record VersionInfo
{
    /// <summary>Minor version; may end with a plus sign.</summary>
    public string? Minor { get; init; }

    /// <summary>Full version, for instance <c>v1.35.4</c>.</summary>
    public string? GitVersion { get; init; }
}
