using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Crds.Compilation;

/// <summary>A store and whether pipelines can use it.</summary>
/// <param name="Admitted">The object.</param>
/// <param name="Missing">What it refers to that is not there.</param>
/// <param name="Topics">What is wrong with its topics; does not keep pipelines from using it.</param>
/// <param name="Config">Its compiled form; null if it cannot be used.</param>
internal sealed record StoreState(Admitted<SinkSpec> Admitted, IReadOnlyList<Problem> Missing, Problem? Topics, StoreConfig? Config);
