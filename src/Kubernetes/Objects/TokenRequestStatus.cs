using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>A token of a service account.</summary>
public sealed record TokenRequestStatus
{
    /// <summary>The token.</summary>
    public required string Token { get; init; }

    /// <summary>Until when it is valid.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? ExpirationTimestamp { get; init; }
}
