namespace LogOperator.Kubernetes.Objects;

/// <summary>A claimed volume.</summary>
public sealed record PersistentVolumeClaimVolumeSource
{
    /// <summary>Name of the claim.</summary>
    public required string ClaimName { get; init; }

    /// <summary>Whether it cannot be written.</summary>
    public bool? ReadOnly { get; init; }
}
