namespace LogOperator.Kubernetes.Objects;

/// <summary>Conditions and manner of a deletion (kind DeleteOptions, v1).</summary>
public sealed record DeleteBody
{
    /// <summary>Foreground, Background or Orphan.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>Seconds to end gracefully.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>What must hold for the deletion to happen.</summary>
    public DeletePreconditions? Preconditions { get; init; }
}
