namespace LogOperator.Kubernetes.Objects;

/// <summary>What must hold for a deletion to happen.</summary>
public sealed record DeletePreconditions
{
    /// <summary>Identity that the object must have.</summary>
    public string? Uid { get; init; }

    /// <summary>Version that the object must have.</summary>
    public string? ResourceVersion { get; init; }
}
