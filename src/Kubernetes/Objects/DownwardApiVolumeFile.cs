namespace LogOperator.Kubernetes.Objects;

/// <summary>A field of the pod as a file.</summary>
public sealed record DownwardApiVolumeFile
{
    /// <summary>Path in the volume.</summary>
    public required string Path { get; init; }

    /// <summary>A field of the pod.</summary>
    public ObjectFieldSelector? FieldRef { get; init; }

    /// <summary>A resource of a container.</summary>
    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    /// <summary>Mode bits of the file.</summary>
    public int? Mode { get; init; }
}
