namespace LogOperator.Kubernetes.Objects;

/// <summary>Names an object that another one depends on.</summary>
public sealed record OwnerReference
{
    /// <summary>API version of the owner.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Kind of the owner.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the owner.</summary>
    public required string Name { get; init; }

    /// <summary>Identity of the owner.</summary>
    public required string Uid { get; init; }

    /// <summary>Whether the owner is the one that manages the dependent.</summary>
    public bool? Controller { get; init; }

    /// <summary>Whether a foreground deletion of the owner waits for the dependent.</summary>
    public bool? BlockOwnerDeletion { get; init; }
}
