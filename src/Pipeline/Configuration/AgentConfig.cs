namespace LogOperator.Pipeline.Configuration;

/// <summary>Everything an agent runs: what the compiler made of the custom resources. Holds no secret values.</summary>
public sealed record AgentConfig
{
    /// <summary>The version that this program writes. Agents ignore members that they do not know.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The pipelines, ordered by key.</summary>
    public required IReadOnlyList<PipelineConfig> Pipelines { get; init; }

    /// <summary>The stores that the pipelines name, ordered by key.</summary>
    public required IReadOnlyList<StoreConfig> Stores { get; init; }
}
