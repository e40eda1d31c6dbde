namespace LogOperator.Kubernetes.Objects;

/// <summary>A connection of a probe.</summary>
public sealed record TcpSocketAction
{
    /// <summary>Port number or name.</summary>
    public required IntOrString Port { get; init; }

    /// <summary>Host; the pod's address when absent.</summary>
    public string? Host { get; init; }
}
