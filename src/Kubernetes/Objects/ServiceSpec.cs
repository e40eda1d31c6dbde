using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Desired state of a <see cref="Service" />.</summary>
public sealed record ServiceSpec
{
    /// <summary>ClusterIP, NodePort, LoadBalancer or ExternalName.</summary>
    public string? Type { get; init; }

    /// <summary>Labels of the pods.</summary>
    public IReadOnlyDictionary<string, string>? Selector { get; init; }

    /// <summary>Ports.</summary>
    public IReadOnlyList<ServicePort>? Ports { get; init; }

    /// <summary>Address in the cluster; None makes the service headless.</summary>
    [JsonPropertyName("clusterIP")]
    public string? ClusterIp { get; init; }

    /// <summary>Whether pods that are not ready are found too.</summary>
    public bool? PublishNotReadyAddresses { get; init; }

    /// <summary>Cluster or Local.</summary>
    public string? InternalTrafficPolicy { get; init; }
}
