namespace LogOperator.Kubernetes.Objects;

/// <summary>One address of a node.</summary>
public sealed record NodeAddress
{
    /// <summary>InternalIP, ExternalIP, Hostname and so on.</summary>
    public required string Type { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }
}
