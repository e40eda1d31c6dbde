namespace LogOperator.Pipeline.Sinks;

/// <summary>How the store knows us: at most one way.</summary>
public sealed partial record AuthSpec
{
    /// <summary>User and password (HTTP).</summary>
    public BasicAuthSpec? Basic { get; init; }

    /// <summary>A token (HTTP).</summary>
    public BearerAuthSpec? Bearer { get; init; }

    /// <summary>SASL (Kafka).</summary>
    public SaslAuthSpec? Sasl { get; init; }
}
