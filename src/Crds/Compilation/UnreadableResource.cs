namespace LogOperator.Crds.Compilation;

/// <summary>An object that exists but whose JSON does not fit its type.</summary>
/// <param name="Kind">Kind of the object.</param>
/// <param name="Namespace">Its namespace; null for cluster kinds.</param>
/// <param name="Name">Its name.</param>
/// <param name="Generation">Its generation, as far as known.</param>
/// <param name="Message">What was expected, what was found and where.</param>
public sealed record UnreadableResource(string Kind, string? Namespace, string Name, long? Generation, string Message);
