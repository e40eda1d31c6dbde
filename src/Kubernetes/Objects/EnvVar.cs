namespace LogOperator.Kubernetes.Objects;

/// <summary>An environment variable.</summary>
public sealed record EnvVar
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Literal value.</summary>
    public string? Value { get; init; }

    /// <summary>Where the value comes from, in place of <see cref="Value" />.</summary>
    public EnvVarSource? ValueFrom { get; init; }
}
