namespace LogOperator.Kubernetes.Objects;

/// <summary>A ConfigMap's keys as files.</summary>
public sealed record ConfigMapVolumeSource
{
    /// <summary>Name of the ConfigMap.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may be absent.</summary>
    public bool? Optional { get; init; }

    /// <summary>Keys to take; all when absent.</summary>
    public IReadOnlyList<KeyToPath>? Items { get; init; }

    /// <summary>Mode bits of the files.</summary>
    public int? DefaultMode { get; init; }
}
