using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors;

/// <summary>One step of a pipeline: exactly one verb, and to which records it applies.</summary>
public sealed partial record StageSpec : Union<IProcessorKind>
{
    /// <summary>Name of the stage, for whoever reads the manifest or the metrics.</summary>
    public string? Name { get; init; }

    /// <summary>Expression: the stage applies to the records for which it is true; to all if left out.</summary>
    public string? When { get; init; }

    /// <summary>What happens to a record that the stage cannot process. Default Continue.</summary>
    public StageFailure? OnError { get; init; }
}
