using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Operator.Resources;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Cache;

/// <summary>Everything that the operator follows in the cluster. Kept by every replica, so that a new leader begins at once.</summary>
internal sealed class ClusterCache
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    private readonly List<Func<CancellationToken, Task>> loops = [];
    private readonly List<Task> synced = [];
    private readonly List<Func<IEnumerable<(string Kind, UndecodableObject Object)>>> unreadable = [];
    private readonly string agentNamespace;
    private Action changed = () => { };

    public ClusterCache(KubeClient client, OperatorOptions options, TimeProvider time, ILogger<ClusterCache> logger)
    {
        Informer<T> Follow<T>(KubeResource<T> resource, InformerOptions? informer = null, Func<StoreChange<T>, bool>? matters = null)
            where T : class, IKubeObject
        {
            var made = new Informer<T>(client, resource, (informer ?? new InformerOptions()) with { OnUndecodable = _ => this.changed() }, time, logger);
            made.Store.Subscribe(change =>
            {
                if (matters is null || matters(change))
                {
                    this.changed();
                }
            });
            loops.Add(made.RunAsync);
            synced.Add(made.HasSynced);
            return made;
        }

        Store<T> FollowCustom<T>(KubeResource<T> resource)
            where T : class, IKubeObject
        {
            var made = Follow(resource);
            this.unreadable.Add(() => made.Store.Undecodable.Select(u => (resource.Kind, u)));
            return made.Store;
        }

        agentNamespace = options.AgentNamespace;
        var owned = new InformerOptions { Namespace = options.AgentNamespace, LabelSelector = $"{Names.ManagedByLabel}={Names.Product}" };
        LogSources = FollowCustom(LogSource.Resource);
        LogPipelines = FollowCustom(LogPipeline.Resource);
        LogStores = FollowCustom(LogStore.Resource);
        ClusterLogSources = FollowCustom(ClusterLogSource.Resource);
        ClusterLogPipelines = FollowCustom(ClusterLogPipeline.Resource);
        ClusterLogStores = FollowCustom(ClusterLogStore.Resource);
        LogAgents = FollowCustom(LogAgent.Resource);
        Namespaces = Follow(Namespace.Resource, null, LabelsChanged).Store;

        // The kubelet writes a node's status every few minutes; only its labels matter here.
        Nodes = Follow(Node.Resource, null, LabelsChanged).Store;
        Pods = Follow(Pod.Resource, owned).Store;
        DaemonSets = Follow(DaemonSet.Resource, owned).Store;
        Secrets = Follow(Secret.Resource, owned).Store;
        ServiceAccounts = Follow(ServiceAccount.Resource, owned).Store;
    }

    public Store<LogSource> LogSources { get; }

    public Store<LogPipeline> LogPipelines { get; }

    public Store<LogStore> LogStores { get; }

    public Store<ClusterLogSource> ClusterLogSources { get; }

    public Store<ClusterLogPipeline> ClusterLogPipelines { get; }

    public Store<ClusterLogStore> ClusterLogStores { get; }

    public Store<LogAgent> LogAgents { get; }

    public Store<Namespace> Namespaces { get; }

    public Store<Node> Nodes { get; }

    /// <summary>The agents' pods.</summary>
    public Store<Pod> Pods { get; }

    /// <summary>What the operator owns in the agents' namespace.</summary>
    public Store<DaemonSet> DaemonSets { get; }

    /// <inheritdoc cref="DaemonSets"/>
    public Store<Secret> Secrets { get; }

    /// <inheritdoc cref="DaemonSets"/>
    public Store<ServiceAccount> ServiceAccounts { get; }

    /// <summary>Custom resources whose JSON does not fit their types.</summary>
    public IEnumerable<(string Kind, UndecodableObject Object)> Unreadable => this.unreadable.SelectMany(list => list());

    /// <summary>Whether everything was listed once.</summary>
    public bool IsSynced => synced.TrueForAll(t => t.IsCompletedSuccessfully);

    /// <summary>Ends when everything was listed once.</summary>
    public Task HasSynced => Task.WhenAll(synced);

    /// <summary>The DaemonSet of a LogAgent, or null.</summary>
    public DaemonSet? AgentDaemonSet(string agent) => DaemonSets.Get(agentNamespace, Names.AgentDaemonSet(agent));

    /// <summary>Says what to do when something changes; it must be quick and must not throw.</summary>
    public void OnChange(Action changed) => this.changed = changed;

    /// <summary>Follows the cluster until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(loops.Select(run => run(cancellation)));

    /// <summary>The cluster as the compiler looks at it. Objects that are being deleted count as gone.</summary>
    public ClusterSnapshot Snapshot() => new()
    {
        Namespaces = [.. Namespaces.Snapshot().Select(n => new NamespaceInfo(n.Name(), n.Metadata.Labels ?? NoLabels))],
        Nodes = [.. Nodes.Snapshot().Select(n => new NodeInfo(n.Name(), n.Metadata.Labels ?? NoLabels))],
        LogSources = Present(LogSources),
        LogPipelines = Present(LogPipelines),
        LogStores = Present(LogStores),
        ClusterLogSources = Present(ClusterLogSources),
        ClusterLogPipelines = Present(ClusterLogPipelines),
        ClusterLogStores = Present(ClusterLogStores),
        LogAgents = Present(LogAgents),
        Unreadable = [.. Unreadable.Select(u => new UnreadableResource(u.Kind, u.Object.Key.Namespace, u.Object.Key.Name, u.Object.Generation, u.Object.Problem))],
    };

    // The last readable state of an object that cannot be read now would contradict the entry in Unreadable.
    private static IReadOnlyList<T> Present<T>(Store<T> store)
        where T : class, IKubeObject
    {
        var unreadable = store.Undecodable.Select(u => u.Key).ToHashSet();
        return [.. store.Snapshot().Where(o => o.Metadata.DeletionTimestamp is null && !unreadable.Contains(o.Key()))];
    }

    private static bool LabelsChanged<T>(StoreChange<T> change)
        where T : class, IKubeObject
    {
        var (old, now) = (change.Old?.Metadata.Labels ?? NoLabels, change.New?.Metadata.Labels ?? NoLabels);
        return change.Kind != StoreChangeKind.Modified || old.Count != now.Count || old.Any(l => now.GetValueOrDefault(l.Key) != l.Value);
    }
}
