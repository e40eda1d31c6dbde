namespace LogOperator.Kubernetes.Objects;

/// <summary>One source of a projected volume; exactly one member is present.</summary>
public sealed record VolumeProjection
{
    /// <summary>A Secret.</summary>
    public ObjectProjection? Secret { get; init; }
}
