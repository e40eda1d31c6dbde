namespace LogOperator.Kubernetes.Objects;

/// <summary>A key and the file that it becomes.</summary>
public sealed record KeyToPath
{
    /// <summary>Key.</summary>
    public required string Key { get; init; }

    /// <summary>Path in the volume.</summary>
    public required string Path { get; init; }

    /// <summary>Mode bits of the file.</summary>
    public int? Mode { get; init; }
}
