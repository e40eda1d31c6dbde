using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>A token from a Secret, key <c>token</c> by default.</summary>
public sealed partial record BearerAuthSpec
{
    /// <summary>The Secret and its key. Default key <c>token</c>.</summary>
    public required SecretKeyRef SecretRef { get; init; }
}
