namespace LogOperator.Kubernetes.Objects;

/// <summary>Requested and allowed resources, as quantities.</summary>
public sealed record ResourceRequirements
{
    /// <summary>What is set aside.</summary>
    public IReadOnlyDictionary<string, string>? Requests { get; init; }

    /// <summary>What may not be exceeded.</summary>
    public IReadOnlyDictionary<string, string>? Limits { get; init; }
}
