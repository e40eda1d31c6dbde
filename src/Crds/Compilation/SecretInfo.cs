namespace LogOperator.Crds.Compilation;

/// <summary>What is known of a Secret; never its values.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Access">What came of looking for it.</param>
/// <param name="Keys">The keys of its data, if it was found.</param>
public sealed record SecretInfo(string Namespace, string Name, SecretAccess Access, IReadOnlyList<string> Keys);
