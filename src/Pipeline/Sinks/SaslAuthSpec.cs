namespace LogOperator.Pipeline.Sinks;

/// <summary>SASL user and password from a Secret.</summary>
public sealed partial record SaslAuthSpec
{
    /// <summary>The mechanism. Default ScramSha512.</summary>
    public SaslMechanismName? Mechanism { get; init; }

    /// <summary>The Secret.</summary>
    public required UserSecretRef SecretRef { get; init; }
}
