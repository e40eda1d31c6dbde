using System.Text.Json;

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

    /// <summary>Group that owns the volumes.</summary>
    public long? FsGroup { get; init; }

    /// <summary>Further groups.</summary>
    public IReadOnlyList<long>? SupplementalGroups { get; init; }

    /// <summary>System call filter.</summary>
    public SeccompProfile? SeccompProfile { get; init; }

    /// <summary>SELinux options, carried as they are.</summary>
    public JsonElement? SeLinuxOptions { get; init; }
}
