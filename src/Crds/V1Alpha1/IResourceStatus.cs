using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>What the status of every custom resource has.</summary>
public interface IResourceStatus
{
    /// <summary>Generation of the object that the operator last looked at; −1 before it did.</summary>
    long? ObservedGeneration { get; }

    /// <summary>The conditions, one of each type.</summary>
    IReadOnlyList<Condition>? Conditions { get; }
}
