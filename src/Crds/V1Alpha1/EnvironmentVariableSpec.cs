namespace LogOperator.Crds.V1Alpha1;

/// <summary>An environment variable.</summary>
public sealed record EnvironmentVariableSpec
{
    /// <summary>Name of the variable.</summary>
    public required string Name { get; init; }

    /// <summary>Its value; not for secrets.</summary>
    public required string Value { get; init; }
}
