using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

/// <summary>What a source is built from.</summary>
/// <param name="Config">The source as compiled, with the namespaces that it may read.</param>
/// <param name="Root">Where the node's file system is mounted; <c>/</c> on the node itself.</param>
/// <param name="NodeName">The node's name; null where there is none.</param>
/// <param name="Pods">The node's pods.</param>
public sealed record SourceContext(SourceConfig Config, string Root, string? NodeName, IPodDirectory Pods);
