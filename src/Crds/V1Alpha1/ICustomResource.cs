using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>A custom resource of this product.</summary>
/// <typeparam name="TSpec">What the user wants.</typeparam>
/// <typeparam name="TStatus">What the operator has seen.</typeparam>
public interface ICustomResource<out TSpec, out TStatus> : IKubeObject
    where TSpec : class
    where TStatus : class, IResourceStatus
{
    /// <summary>What the user wants.</summary>
    TSpec Spec { get; }

    /// <summary>What the operator has seen; null before it looked.</summary>
    TStatus? Status { get; }
}
