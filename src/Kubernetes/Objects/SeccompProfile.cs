namespace LogOperator.Kubernetes.Objects;

/// <summary>A system call filter.</summary>
public sealed record SeccompProfile
{
    /// <summary>RuntimeDefault, Unconfined or Localhost.</summary>
    public required string Type { get; init; }
}
