namespace LogOperator.Kubernetes.Objects;

/// <summary>Fields of the pod as files.</summary>
public sealed record DownwardApiVolumeSource
{
    /// <summary>The files.</summary>
    public IReadOnlyList<DownwardApiVolumeFile>? Items { get; init; }

    /// <summary>Mode bits of the files.</summary>
    public int? DefaultMode { get; init; }
}
