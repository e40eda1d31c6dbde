namespace LogOperator.Kubernetes.Objects;

/// <summary>What the API server says about a request that it did not carry out (kind Status, v1).</summary>
public sealed record ApiStatus
{
    /// <summary>Success or Failure.</summary>
    public string? Status { get; init; }

    /// <summary>HTTP status code.</summary>
    public int? Code { get; init; }

    /// <summary>Machine-readable reason, for instance NotFound, Conflict or Expired.</summary>
    public string? Reason { get; init; }

    /// <summary>Reason for people.</summary>
    public string? Message { get; init; }

    /// <summary>The object and fields concerned.</summary>
    public StatusDetails? Details { get; init; }
}
