using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Operator.Status;

/// <summary>The custom resources without their types: statuses are patched as JSON, so that an object whose spec cannot be read can be told so.</summary>
internal static class CustomKind
{
    private static readonly Dictionary<string, KubeResource<UnstructuredObject>> Resources = new[]
    {
        Untyped(LogSource.Resource),
        Untyped(LogPipeline.Resource),
        Untyped(LogStore.Resource),
        Untyped(ClusterLogSource.Resource),
        Untyped(ClusterLogPipeline.Resource),
        Untyped(ClusterLogStore.Resource),
        Untyped(LogAgent.Resource),
    }.ToDictionary(r => r.Kind, StringComparer.Ordinal);

    /// <summary>The resource of a kind.</summary>
    public static KubeResource<UnstructuredObject> Of(string kind) => Resources[kind];

    private static KubeResource<UnstructuredObject> Untyped<T>(KubeResource<T> resource)
        where T : class, IKubeObject =>
        new(resource.Group, resource.Version, resource.Plural, resource.Kind, resource.Namespaced, KubernetesJson.Default.UnstructuredObject);
}
