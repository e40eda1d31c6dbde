namespace LogOperator.Kubernetes;

/// <summary>Conditions and manner of a deletion.</summary>
public sealed record DeleteOptions
{
    /// <summary>Foreground, Background or Orphan; the kind's default when absent.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>How long the object is given to end; rounded to seconds.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>Identity that the object must have, else it is a conflict.</summary>
    public string? Uid { get; init; }

    /// <summary>Version that the object must have, else it is a conflict.</summary>
    public string? ResourceVersion { get; init; }
}
