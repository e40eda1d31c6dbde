namespace LogOperator.Kubernetes.Objects;

/// <summary>A volume of a pod; of its sources exactly one is present (those not in use here are not decoded).</summary>
public sealed record Volume
{
    /// <summary>Name by which mounts refer to it.</summary>
    public required string Name { get; init; }

    /// <summary>A path of the node.</summary>
    public HostPathVolumeSource? HostPath { get; init; }

    /// <summary>A directory that lives as long as the pod.</summary>
    public EmptyDirVolumeSource? EmptyDir { get; init; }

    /// <summary>A Secret's keys as files.</summary>
    public SecretVolumeSource? Secret { get; init; }

    /// <summary>Several of these in one directory.</summary>
    public ProjectedVolumeSource? Projected { get; init; }
}
