namespace LogOperator.Kubernetes.Objects;

/// <summary>A path of the node.</summary>
public sealed record HostPathVolumeSource
{
    /// <summary>The path.</summary>
    public required string Path { get; init; }

    /// <summary>What must be there, for instance Directory or DirectoryOrCreate.</summary>
    public string? Type { get; init; }
}
