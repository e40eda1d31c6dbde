using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>What became of a pipeline.</summary>
/// <param name="Verdict">What to tell its author.</param>
/// <param name="Config">What agents run: its present form or the one that was accepted last; null if nothing.</param>
/// <param name="Stores">The stores that this form names.</param>
internal sealed record CompiledPipeline(Verdict Verdict, PipelineConfig? Config, IReadOnlyList<StoreConfig> Stores);
