namespace LogOperator.Pipeline.Sources.Files;

/// <summary>A name that a pattern led to.</summary>
/// <param name="Name">The name in its directory, free of links.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="FoundAs">The path as the pattern sees it, which may lead through links.</param>
internal readonly record struct FoundFile(string Name, string Pattern, string FoundAs);
