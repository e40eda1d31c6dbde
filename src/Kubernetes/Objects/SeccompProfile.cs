namespace LogOperator.Kubernetes.Objects;

/// <summary>A system call filter.</summary>
public sealed record SeccompProfile
{
    /// <summary>RuntimeDefault, Unconfined or Localhost.</summary>
    public required string Type { get; init; }

    /// <summary>File on the node, for Localhost.</summary>
    public string? LocalhostProfile { get; init; }
}
