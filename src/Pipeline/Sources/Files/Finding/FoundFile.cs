namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>A name that a pattern led to.</summary>
/// <param name="Path">The path, free of links.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="FoundAs">The path as the pattern sees it, which may lead through links.</param>
internal readonly record struct FoundFile(string Path, string Pattern, string FoundAs);
