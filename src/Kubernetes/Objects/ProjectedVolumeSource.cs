namespace LogOperator.Kubernetes.Objects;

/// <summary>Several sources in one directory.</summary>
public sealed record ProjectedVolumeSource
{
    /// <summary>The sources.</summary>
    public IReadOnlyList<VolumeProjection>? Sources { get; init; }

    /// <summary>Mode bits of the files.</summary>
    public int? DefaultMode { get; init; }
}
