namespace LogOperator.Kubernetes.Objects;

/// <summary>Security settings of a container.</summary>
public sealed record SecurityContext
{
    /// <summary>Whether it can gain more privileges than its parent.</summary>
    public bool? AllowPrivilegeEscalation { get; init; }

    /// <summary>Whether its root file system cannot be written.</summary>
    public bool? ReadOnlyRootFilesystem { get; init; }

    /// <summary>User id.</summary>
    public long? RunAsUser { get; init; }

    /// <summary>Group id.</summary>
    public long? RunAsGroup { get; init; }

    /// <summary>Whether user id 0 is refused.</summary>
    public bool? RunAsNonRoot { get; init; }

    /// <summary>Linux capabilities.</summary>
    public Capabilities? Capabilities { get; init; }

    /// <summary>System call filter.</summary>
    public SeccompProfile? SeccompProfile { get; init; }
}
