namespace LogOperator.Pipeline.Configuration;

/// <summary>A whole Secret.</summary>
public sealed partial record SecretRef
{
    /// <summary>Name of the Secret.</summary>
    public required string Name { get; init; }
}
