namespace LogOperator.Pipeline.Sinks;

/// <summary>A SASL mechanism.</summary>
public enum SaslMechanismName
{
    /// <summary>SCRAM-SHA-512.</summary>
    ScramSha512,

    /// <summary>SCRAM-SHA-256.</summary>
    ScramSha256,

    /// <summary>PLAIN; only sensible over TLS.</summary>
    Plain,
}
