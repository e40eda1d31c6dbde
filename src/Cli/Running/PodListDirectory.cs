using System.Text.Json;
using LogOperator.Cli.Manifests;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Cli.Running;

/// <summary>Pods as <c>kubectl get pods -o yaml</c> or <c>-o json</c> prints them. They do not change during a run.</summary>
internal sealed class PodListDirectory : IPodDirectory
{
    private readonly Dictionary<(string Namespace, string Name, string Uid), PodInfo> pods = [];

    /// <summary>No pods.</summary>
    public static PodListDirectory Empty { get; } = new();

    /// <inheritdoc/>
    public long Version => 0;

    /// <summary>Namespaces of the pods.</summary>
    public IEnumerable<string> Namespaces => pods.Keys.Select(k => k.Namespace).Distinct();

    /// <summary>Reads a list of pods, or single pods.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="problem">What cannot be read; null if all can.</param>
    public static PodListDirectory? Read(string file, out string? problem)
    {
        var content = ManifestFile.Read(file, File.ReadAllBytes(file));
        problem = content.Problems.Count == 0 ? null : content.Problems[0].ToString();
        var directory = new PodListDirectory();
        foreach (var document in content.Documents)
        {
            // Items of a PodList carry no kind of their own when they come straight from the API.
            try
            {
                if (document.Root.ValueKind == JsonValueKind.Object && document.Root.Deserialize(KubernetesJson.Default.Pod) is { Metadata.Name.Length: > 0 } pod && IsPod(pod))
                {
                    directory.Add(pod);
                    continue;
                }

                problem ??= $"{file}:{document.Locate("").Line}: expected a PodList or pods, as kubectl prints them, found {document.Text("kind") ?? "something else"}";
            }
            catch (JsonException e)
            {
                var path = (e.Path ?? "").TrimStart('$', '.');
                problem ??= $"{file}:{document.Locate(path).Line}: {path}: expected a pod as kubectl prints it: {e.Message}";
            }
        }

        return problem is null ? directory : null;
    }

    /// <inheritdoc/>
    public PodInfo? Find(string @namespace, string name, string uid) => pods.GetValueOrDefault((@namespace, name, uid));

    private static bool IsPod(Pod pod) => pod.Kind is null or "Pod";

    private void Add(Pod pod)
    {
        // The directory of a static pod carries the hash of its configuration; the API only holds its mirror.
        var uid = pod.Annotation("kubernetes.io/config.mirror") is { Length: > 0 } hash ? hash : pod.Metadata.Uid ?? "";
        var info = new PodInfo(
            pod.Metadata.Namespace ?? "default", pod.Name(), pod.Metadata.Uid ?? "", pod.Metadata.Labels ?? new Dictionary<string, string>(), pod.Spec?.NodeName, pod.Status?.StartTime);
        pods[(info.Namespace, info.Name, uid)] = info;
    }
}
