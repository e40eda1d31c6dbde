using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes;

/// <summary>An object that the server has but whose JSON does not fit its type. It never hides the objects beside it.</summary>
/// <param name="Key">Namespace and name.</param>
/// <param name="Uid">Identity of the incarnation.</param>
/// <param name="ResourceVersion">Version of the object.</param>
/// <param name="Generation">Generation of the object.</param>
/// <param name="Problem">What was expected, what was found and where.</param>
public sealed record UndecodableObject(ObjectKey Key, string? Uid, string? ResourceVersion, long? Generation, string Problem);
