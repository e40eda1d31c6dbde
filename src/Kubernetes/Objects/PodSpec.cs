using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Desired state of a <see cref="Pod" />.</summary>
public sealed record PodSpec
{
    /// <summary>Node that the pod is bound to.</summary>
    public string? NodeName { get; init; }

    /// <summary>Containers.</summary>
    public IReadOnlyList<Container>? Containers { get; init; }

    /// <summary>Containers that run before the others, native sidecars among them.</summary>
    public IReadOnlyList<Container>? InitContainers { get; init; }

    /// <summary>Containers added for debugging.</summary>
    public IReadOnlyList<Container>? EphemeralContainers { get; init; }

    /// <summary>Volumes that the containers may mount.</summary>
    public IReadOnlyList<Volume>? Volumes { get; init; }

    /// <summary>Always, OnFailure or Never.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>Identity of the pod.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>Whether the identity's token is mounted.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>Whether the pod uses the node's network.</summary>
    public bool? HostNetwork { get; init; }

    /// <summary>Whether the pod sees the node's processes.</summary>
    [JsonPropertyName("hostPID")]
    public bool? HostPid { get; init; }

    /// <summary>How names are resolved.</summary>
    public string? DnsPolicy { get; init; }

    /// <summary>Labels that the node must carry.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Taints that the pod tolerates.</summary>
    public IReadOnlyList<Toleration>? Tolerations { get; init; }

    /// <summary>Scheduling affinity, carried as it is.</summary>
    public JsonElement? Affinity { get; init; }

    /// <summary>Spreading constraints, carried as they are.</summary>
    public JsonElement? TopologySpreadConstraints { get; init; }

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
