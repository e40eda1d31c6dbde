namespace LogOperator.Kubernetes.Objects;

/// <summary>Keeps pods away that do not tolerate it.</summary>
public sealed record Taint
{
    /// <summary>Key of the taint.</summary>
    public required string Key { get; init; }

    /// <summary>Value of the taint.</summary>
    public string? Value { get; init; }

    /// <summary>NoSchedule, PreferNoSchedule or NoExecute.</summary>
    public required string Effect { get; init; }
}
