namespace LogOperator.Kubernetes.Objects;

/// <summary>Metadata of a list.</summary>
public sealed record ListMeta
{
    /// <summary>Version of the whole list, from which a watch may start.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Token for the next page; absent on the last one.</summary>
    public string? Continue { get; init; }
}
