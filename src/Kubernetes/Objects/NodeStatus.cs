namespace LogOperator.Kubernetes.Objects;

/// <summary>Observed state of a <see cref="Node" />.</summary>
public sealed record NodeStatus
{
    /// <summary>Conditions, for instance Ready.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Addresses of the machine.</summary>
    public IReadOnlyList<NodeAddress>? Addresses { get; init; }

    /// <summary>Versions of what runs on the machine.</summary>
    public NodeSystemInfo? NodeInfo { get; init; }

    /// <summary>Resources of the machine, as quantities.</summary>
    public IReadOnlyDictionary<string, string>? Capacity { get; init; }

    /// <summary>Resources for pods, as quantities.</summary>
    public IReadOnlyDictionary<string, string>? Allocatable { get; init; }
}
