using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>What came of reading an object that a person wrote.</summary>
/// <param name="Resource">The object as its own type, for instance <see cref="V1Alpha1.LogPipeline"/>; null if it does not fit.</param>
/// <param name="Problems">Everything that does not fit: unknown members, wrong types, missing members. Empty if the object was read.</param>
public sealed record ReadResource(IKubeObject? Resource, IReadOnlyList<Problem> Problems);
