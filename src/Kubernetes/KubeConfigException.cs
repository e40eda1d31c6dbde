namespace LogOperator.Kubernetes;

/// <summary>A kubeconfig file, the pod's service account or a credential program is not usable. The message says what was expected, what was found and where.</summary>
public sealed class KubeConfigException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public KubeConfigException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
