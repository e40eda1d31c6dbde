namespace LogOperator.Kubernetes.Objects;

/// <summary>Observed state of a <see cref="Namespace" />.</summary>
public sealed record NamespaceStatus
{
    /// <summary>Active or Terminating.</summary>
    public string? Phase { get; init; }
}
