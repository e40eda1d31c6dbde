namespace LogOperator.Kubernetes.Objects;

/// <summary>Linux capabilities added to or taken from the runtime's default.</summary>
public sealed record Capabilities
{
    /// <summary>Added.</summary>
    public IReadOnlyList<string>? Add { get; init; }

    /// <summary>Taken away.</summary>
    public IReadOnlyList<string>? Drop { get; init; }
}
