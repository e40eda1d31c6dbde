namespace LogOperator.Pipeline.Configuration;

/// <summary>One key of a Secret: of the same namespace for namespaced kinds, of the operator's namespace for cluster kinds.</summary>
public sealed partial record SecretKeyRef
{
    /// <summary>Name of the Secret.</summary>
    public required string Name { get; init; }

    /// <summary>Key in the Secret's data.</summary>
    public string? Key { get; init; }
}
