using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>A pipeline with what it refers to.</summary>
/// <param name="Denied">What it may not do, seen only together with what it refers to.</param>
/// <param name="Missing">References that cannot be resolved.</param>
/// <param name="Waiting">What is not ready yet in the stores that it uses; does not keep it from running.</param>
/// <param name="Sources">Its sources; incomplete where references are missing.</param>
/// <param name="Routes">Its routes; incomplete where references are missing.</param>
/// <param name="DeadLetter">Key of the store for refused records; null if there is none, or if it is missing.</param>
internal sealed record LinkedPipeline(
    IReadOnlyList<Problem> Denied,
    IReadOnlyList<Problem> Missing,
    IReadOnlyList<Problem> Waiting,
    IReadOnlyList<SourceConfig> Sources,
    IReadOnlyList<RouteConfig> Routes,
    string? DeadLetter);
