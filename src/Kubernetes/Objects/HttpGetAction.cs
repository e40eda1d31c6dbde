namespace LogOperator.Kubernetes.Objects;

/// <summary>An HTTP request of a probe.</summary>
public sealed record HttpGetAction
{
    /// <summary>Path.</summary>
    public string? Path { get; init; }

    /// <summary>Port number or name.</summary>
    public required IntOrString Port { get; init; }
}
