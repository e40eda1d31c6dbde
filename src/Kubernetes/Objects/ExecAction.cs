namespace LogOperator.Kubernetes.Objects;

/// <summary>A program that a probe runs.</summary>
public sealed record ExecAction
{
    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string>? Command { get; init; }
}
