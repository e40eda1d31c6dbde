using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Agent.Pods;

/// <summary>What the pipelines need to know of a pod.</summary>
internal static class PodTranslation
{
    private static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>The pod as the pipelines see it.</summary>
    public static PodInfo ToInfo(Pod pod) => new(
        pod.Metadata.Namespace ?? "", pod.Metadata.Name ?? "", pod.Metadata.Uid ?? "", pod.Metadata.Labels ?? NoLabels, pod.Spec?.NodeName, pod.Status?.StartTime);

    /// <summary>
    /// The uid in the name of the pod's directory: that of the API, or the configuration's hash for a static pod, of which the API only
    /// holds a mirror (https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-config-mirror).
    /// </summary>
    public static string DirectoryUid(Pod pod) => pod.Annotation("kubernetes.io/config.mirror") is { Length: > 0 } hash ? hash : pod.Metadata.Uid ?? "";

    /// <summary>Whether two forms of a pod mean the same to the pipelines; most changes of a pod's status do.</summary>
    public static bool Same(PodInfo one, PodInfo other) =>
        one with { Labels = NoLabels } == other with { Labels = NoLabels }
        && one.Labels.Count == other.Labels.Count
        && one.Labels.All(p => other.Labels.TryGetValue(p.Key, out var value) && value == p.Value);
}
