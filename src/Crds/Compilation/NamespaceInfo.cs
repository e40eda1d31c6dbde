namespace LogOperator.Crds.Compilation;

/// <summary>What is known of a namespace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
public sealed record NamespaceInfo(string Name, IReadOnlyDictionary<string, string> Labels);
