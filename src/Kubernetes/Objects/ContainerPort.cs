using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>A port that a container listens on.</summary>
public sealed record ContainerPort
{
    /// <summary>Name by which services and probes may refer to it.</summary>
    public string? Name { get; init; }

    /// <summary>Port number.</summary>
    [JsonPropertyName("containerPort")]
    public required int Port { get; init; }
}
