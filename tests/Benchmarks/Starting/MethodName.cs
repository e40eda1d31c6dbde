namespace LogOperator.Benchmarks.Starting;

/// <summary>A method as the runtime names it.</summary>
/// <param name="Owner">Its type, with type arguments: <c>System.Collections.Generic.List`1[System.__Canon]</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="TypeArguments">Its own type arguments in brackets; empty if it has none.</param>
/// <param name="Parameters">How many parameters it has.</param>
internal sealed record MethodName(string Owner, string Name, string TypeArguments, int Parameters);
