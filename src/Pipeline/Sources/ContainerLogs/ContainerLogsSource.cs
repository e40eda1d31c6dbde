using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.ContainerLogs;

/// <summary>
/// Selects containers' logs. The namespace is checked against the name of the pod's directory, which the kubelet made, never against
/// anything that the pod says. What is known of a pod stays known after it is gone: its last lines are read then.
/// </summary>
internal sealed class ContainerLogsSource : IFileSource
{
    private const string ExcludeLabel = "logoperator.io/exclude";
    private const string PartOfLabel = "app.kubernetes.io/part-of";
    private const string Product = "log-operator";
    private readonly SourceConfig config;
    private readonly IPodDirectory pods;
    private readonly string? nodeName;
    private readonly FrozenSet<string>? namespaces;
    private readonly FrozenSet<string> excludedNamespaces;
    private readonly ConditionalWeakTable<ILogStream, Known> known = [];

    public ContainerLogsSource(ContainerLogsSpec spec, SourceContext context)
    {
        config = context.Config;
        pods = context.Pods;
        nodeName = context.NodeName;
        namespaces = config.Namespaces?.ToFrozenSet(StringComparer.Ordinal);
        excludedNamespaces = (config.ExcludedNamespaces ?? []).ToFrozenSet(StringComparer.Ordinal);
        Patterns = [$"{context.Root.TrimEnd('/')}/var/log/pods/*/*/*.log*"];
        Joining = JoinDefaults.Of(
            config.Spec,
            stdout: spec.Streams is null || spec.Streams.Contains(ContainerStream.Stdout),
            stderr: spec.Streams is null || spec.Streams.Contains(ContainerStream.Stderr));
    }

    public IReadOnlyList<string> Patterns { get; }

    public FileFormat Format => FileFormat.Cri;

    public StartAt StartAt => config.Spec.StartAt ?? StartAt.Auto;

    public JoinOptions Joining { get; }

    public long AttributesVersion => pods.Version;

    public bool Selects(ILogStream stream)
    {
        if ((namespaces is not null && !namespaces.Contains(stream.Namespace)) || excludedNamespaces.Contains(stream.Namespace)
            || (stream as LogStream)?.Pod is not { } path || !TakesContainer(path.Container))
        {
            return false;
        }

        return TakesPod(PodOf(stream, path));
    }

    public BatchAttributes AttributesOf(ILogStream stream)
    {
        if ((stream as LogStream)?.Pod is not { } path)
        {
            return BatchAttributes.Empty;
        }

        var version = pods.Version;
        var memo = known.GetValue(stream, static _ => new Known());
        if (memo.Attributes is not { } made || made.Version != version)
        {
            var pod = PodOf(stream, path);
            made = memo.Attributes is { } before && before.Pod is not null && before.Pod == pod
                ? before with { Version = version }
                : new Made(version, pod, StreamAttributes.Share(stream, Describe(path, pod)));
            memo.Attributes = made;
        }

        return made.Attributes;
    }

    /// <summary>What is known of the pod: at present, else what was known before.</summary>
    private PodInfo? PodOf(ILogStream stream, PodLogPath path)
    {
        var memo = known.GetValue(stream, static _ => new Known());
        if (pods.Find(path.Namespace, path.Pod, path.Uid) is { } found)
        {
            memo.Pod = found;
        }

        return memo.Pod;
    }

    private bool TakesContainer(string container)
    {
        var names = config.Spec.Selector?.Containers;
        return (names?.Include is not { } include || Wildcard.MatchesAny(include, container))
            && (names?.Exclude is not { } exclude || !Wildcard.MatchesAny(exclude, container));
    }

    private bool TakesPod(PodInfo? pod)
    {
        var selector = config.Spec.Selector?.PodSelector;
        if (pod is null)
        {
            return selector is null;
        }

        if (!config.IgnoreExclude && pod.Labels.TryGetValue(ExcludeLabel, out var excluded) && excluded == "true")
        {
            return false;
        }

        if (!config.IncludeAgents && pod.Labels.TryGetValue(PartOfLabel, out var partOf) && partOf == Product)
        {
            return false;
        }

        return selector is null || selector.Matches(pod.Labels);
    }

    private BatchAttributes Describe(PodLogPath path, PodInfo? pod)
    {
        List<KeyValuePair<string, string>> resource =
        [
            new("k8s.namespace.name", path.Namespace),
            new("k8s.pod.name", path.Pod),
            new("k8s.pod.uid", pod?.Uid ?? path.Uid),
            new("k8s.container.name", path.Container),
            new("k8s.container.restart_count", path.Restart.ToString(CultureInfo.InvariantCulture)),
        ];
        if ((pod?.NodeName ?? nodeName) is { } node)
        {
            resource.Add(new("k8s.node.name", node));
        }

        var keys = config.Spec.Metadata?.PodLabels;
        foreach (var (key, value) in (pod?.Labels ?? EmptyLabels).OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            if (keys is null || Wildcard.MatchesAny(keys, key))
            {
                resource.Add(new($"k8s.pod.label.{key}", value));
            }
        }

        return new BatchAttributes(resource);
    }

    private static IReadOnlyDictionary<string, string> EmptyLabels => FrozenDictionary<string, string>.Empty;

    private sealed class Known
    {
        public volatile PodInfo? Pod;
        public volatile Made? Attributes;
    }

    private sealed record Made(long Version, PodInfo? Pod, BatchAttributes Attributes);
}
