namespace LogOperator.Crds.Compilation;

/// <summary>What is known of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
public sealed record NodeInfo(string Name, IReadOnlyDictionary<string, string> Labels);
