namespace LogOperator.Pipeline.Sinks;

/// <summary>User and password from a Secret.</summary>
public sealed partial record BasicAuthSpec
{
    /// <summary>The Secret.</summary>
    public required UserSecretRef SecretRef { get; init; }
}
