namespace LogOperator.Crds.Compilation;

/// <summary>A key of a Secret that a store needs.</summary>
/// <param name="Namespace">Namespace of the Secret.</param>
/// <param name="Name">Name of the Secret.</param>
/// <param name="Key">Key in its data.</param>
public sealed record SecretUse(string Namespace, string Name, string Key);
