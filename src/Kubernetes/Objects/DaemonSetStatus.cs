namespace LogOperator.Kubernetes.Objects;

/// <summary>Observed state of a <see cref="DaemonSet" />.</summary>
public sealed record DaemonSetStatus
{
    /// <summary>Nodes that should run a pod.</summary>
    public int? DesiredNumberScheduled { get; init; }

    /// <summary>Nodes whose pod is available.</summary>
    public int? NumberAvailable { get; init; }

    /// <summary>Generation that this state belongs to.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
