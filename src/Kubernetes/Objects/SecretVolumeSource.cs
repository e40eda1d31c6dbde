namespace LogOperator.Kubernetes.Objects;

/// <summary>A Secret's keys as files.</summary>
public sealed record SecretVolumeSource
{
    /// <summary>Name of the Secret.</summary>
    public required string SecretName { get; init; }

    /// <summary>Whether it may be absent.</summary>
    public bool? Optional { get; init; }

    /// <summary>Keys to take; all when absent.</summary>
    public IReadOnlyList<KeyToPath>? Items { get; init; }

    /// <summary>Mode bits of the files.</summary>
    public int? DefaultMode { get; init; }
}
