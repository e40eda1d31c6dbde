using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Control;

/// <summary>Which lease to hold, as whom, and how long each step may take.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>The lease.</summary>
    public required ObjectKey Lease { get; init; }

    /// <summary>Name of this process, unique among all that compete, for instance the pod's name and uid.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait after the last renewal that they saw.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it stops leading; shorter than <see cref="LeaseDuration" />.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the lease is looked at.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Labels of the lease, when it is made.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
