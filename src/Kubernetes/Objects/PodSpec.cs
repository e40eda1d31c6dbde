namespace LogOperator.Kubernetes.Objects;

/// <summary>Desired state of a <see cref="Pod" />.</summary>
public sealed record PodSpec
{
    /// <summary>Node that the pod is bound to.</summary>
    public string? NodeName { get; init; }

    /// <summary>Containers.</summary>
    public IReadOnlyList<Container>? Containers { get; init; }

    /// <summary>Volumes that the containers may mount.</summary>
    public IReadOnlyList<Volume>? Volumes { get; init; }

    /// <summary>Identity of the pod.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>Whether the identity's token is mounted.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>Labels that the node must carry.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Taints that the pod tolerates.</summary>
    public IReadOnlyList<Toleration>? Tolerations { get; init; }

    /// <summary>Priority class.</summary>
    public string? PriorityClassName { get; init; }

    /// <summary>Seconds between the request to end and the kill.</summary>
    public long? TerminationGracePeriodSeconds { get; init; }

    /// <summary>Security settings of all containers.</summary>
    public PodSecurityContext? SecurityContext { get; init; }

    /// <summary>Credentials for image registries.</summary>
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }

    /// <summary>Whether services are given as environment variables.</summary>
    public bool? EnableServiceLinks { get; init; }
}
