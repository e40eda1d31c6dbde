using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

/// <summary>Where logs come from: exactly one kind, and what is common to all kinds.</summary>
public sealed partial record SourceSpec : Union<ISourceKind>
{
    /// <summary>Stops reading while true; checkpoints are kept.</summary>
    public bool? Paused { get; init; }

    /// <summary>Which pods and containers are read; everything in reach if left out.</summary>
    public SelectorSpec? Selector { get; init; }

    /// <summary>Where to start a file without a checkpoint. Default Auto.</summary>
    public StartAt? StartAt { get; init; }

    /// <summary>What to do with very long lines.</summary>
    public LineSpec? Line { get; init; }

    /// <summary>How lines that belong together become one record. Every line is a record if left out.</summary>
    public MultilineSpec? Multiline { get; init; }

    /// <summary>Which labels become resource attributes of every record.</summary>
    public MetadataSpec? Metadata { get; init; }

    /// <summary>Whether pods of this product are read too. Default false. Its records may not lead to a stdout store.</summary>
    [ClusterOnly]
    public bool? IncludeAgents { get; init; }
}
