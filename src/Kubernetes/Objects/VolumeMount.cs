namespace LogOperator.Kubernetes.Objects;

/// <summary>Where a volume is mounted.</summary>
public sealed record VolumeMount
{
    /// <summary>Name of the volume.</summary>
    public required string Name { get; init; }

    /// <summary>Path in the container.</summary>
    public required string MountPath { get; init; }

    /// <summary>Whether it cannot be written.</summary>
    public bool? ReadOnly { get; init; }
}
