namespace LogOperator.Kubernetes.Objects;

/// <summary>Security settings of all containers of a pod.</summary>
public sealed record PodSecurityContext
{
    /// <summary>User id.</summary>
    public long? RunAsUser { get; init; }

    /// <summary>Group id.</summary>
    public long? RunAsGroup { get; init; }

    /// <summary>Whether user id 0 is refused.</summary>
    public bool? RunAsNonRoot { get; init; }

    /// <summary>System call filter.</summary>
    public SeccompProfile? SeccompProfile { get; init; }
}
