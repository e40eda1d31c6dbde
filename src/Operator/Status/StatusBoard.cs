using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Topics;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Status;

/// <summary>Puts together the status that every object should have.</summary>
internal sealed class StatusBoard(ClusterCache cache, ICredentials secrets, string operatorNamespace, TimeProvider time)
{
    /// <summary>The statuses of all objects of a compilation that still exist.</summary>
    public IReadOnlyDictionary<ResourceId, WantedStatus> Build(CompilationResult result, TopicBoard topics, Fleet fleet)
    {
        var now = time.GetUtcNow();
        var wanted = new Dictionary<ResourceId, WantedStatus>();
        var pipelines = result.Config.Pipelines.ToDictionary(p => p.Key, StringComparer.Ordinal);
        var managed = result.Topics.Select(t => t.Store.Key).ToHashSet(StringComparer.Ordinal);
        var flows = new Dictionary<string, int>(StringComparer.Ordinal);
        var accepted = result.Agents.Select(a => a.Name()).ToHashSet(StringComparer.Ordinal);

        void Add<T, TStatus>(Store<T> store, KubeResource<T> resource, Verdict verdict, JsonTypeInfo<TStatus> form, Func<T, TStatus?> read, Func<T, TStatus> build)
            where T : class, IKubeObject
            where TStatus : class
        {
            if (store.Get(verdict.Resource.Namespace.Length == 0 ? null : verdict.Resource.Namespace, verdict.Resource.Name) is { } obj)
            {
                var present = read(obj);
                var json = present is null ? [] : (JsonObject)JsonSerializer.SerializeToNode(present, form)!;
                wanted[verdict.Resource] = new WantedStatus(resource.ReferenceTo(obj), json, (JsonObject)JsonSerializer.SerializeToNode(build(obj), form)!);
            }
        }

        void AddSource<T>(Store<T> store, KubeResource<T> resource, Verdict verdict)
            where T : class, ICustomResource<Pipeline.Sources.SourceSpec, LogSourceStatus> =>
            Add(store, resource, verdict, CrdsJson.Default.LogSourceStatus, o => o.Status, o => SourceStatus.Build(verdict, o.Status, result.Config, fleet, now));

        void AddPipeline<T>(Store<T> store, KubeResource<T> resource, Verdict verdict)
            where T : class, ICustomResource<LogPipelineSpec, LogPipelineStatus> =>
            Add(store, resource, verdict, CrdsJson.Default.LogPipelineStatus, o => o.Status, o =>
            {
                var status = PipelineStatus.Build(verdict, pipelines.GetValueOrDefault(verdict.Resource.Key), o.Status, fleet, now);
                var reason = status.Conditions.Of(Conditions.Flowing)?.Reason ?? "";
                flows[reason] = flows.GetValueOrDefault(reason) + 1;
                return status;
            });

        void AddStore<T>(Store<T> store, KubeResource<T> resource, Verdict verdict)
            where T : class, ICustomResource<Pipeline.Sinks.SinkSpec, LogStoreStatus> =>
            Add(store, resource, verdict, CrdsJson.Default.LogStoreStatus, o => o.Status, o => StoreStatus.Build(
                verdict,
                o.Status,
                managed.Contains(verdict.Resource.Key),
                topics.Verdict(verdict.Resource.Key),
                topics.Seen(verdict.Resource.Key),
                StoreCertificates.Judge(o.Spec, resource.Namespaced ? verdict.Resource.Namespace : operatorNamespace, secrets, now),
                now));

        foreach (var verdict in result.Verdicts)
        {
            switch (verdict.Resource.Kind)
            {
                case nameof(LogSource): AddSource(cache.LogSources, LogSource.Resource, verdict); break;
                case nameof(ClusterLogSource): AddSource(cache.ClusterLogSources, ClusterLogSource.Resource, verdict); break;
                case nameof(LogPipeline): AddPipeline(cache.LogPipelines, LogPipeline.Resource, verdict); break;
                case nameof(ClusterLogPipeline): AddPipeline(cache.ClusterLogPipelines, ClusterLogPipeline.Resource, verdict); break;
                case nameof(LogStore): AddStore(cache.LogStores, LogStore.Resource, verdict); break;
                case nameof(ClusterLogStore): AddStore(cache.ClusterLogStores, ClusterLogStore.Resource, verdict); break;
                case nameof(LogAgent):
                    Add(cache.LogAgents, LogAgent.Resource, verdict, CrdsJson.Default.LogAgentStatus, o => o.Status, o => AgentStatus.Build(
                        verdict, o.Status, cache.AgentDaemonSet(verdict.Resource.Name), accepted.Contains(verdict.Resource.Name), now));
                    break;
            }
        }

        OperatorMetrics.Flows(flows);
        AddUnreadable(result, pipelines, fleet, now, wanted);
        return wanted;
    }

    // Their specs do not fit the types, so their present status is not known either; all else is as for the others.
    private void AddUnreadable(
        CompilationResult result, Dictionary<string, Pipeline.Configuration.PipelineConfig> pipelines, Fleet fleet, DateTimeOffset now, Dictionary<ResourceId, WantedStatus> wanted)
    {
        foreach (var (kind, unreadable) in cache.Unreadable)
        {
            var id = new ResourceId(kind, unreadable.Key.Namespace ?? "", unreadable.Key.Name);
            if (result.Find(id) is not { } verdict)
            {
                continue;
            }

            var status = kind is nameof(LogPipeline) or nameof(ClusterLogPipeline)
                ? (JsonObject)JsonSerializer.SerializeToNode(PipelineStatus.Build(verdict, pipelines.GetValueOrDefault(id.Key), null, fleet, now), CrdsJson.Default.LogPipelineStatus)!
                : (JsonObject)JsonSerializer.SerializeToNode(
                    new LogSourceStatus { ObservedGeneration = verdict.Generation, Conditions = Conditions.Complete(verdict.Conditions, null, verdict.Generation, now) },
                    CrdsJson.Default.LogSourceStatus)!;
            var resource = CustomKind.Of(kind);
            var reference = new ObjectReference
            {
                ApiVersion = resource.ApiVersion,
                Kind = kind,
                Namespace = unreadable.Key.Namespace,
                Name = unreadable.Key.Name,
                Uid = unreadable.Uid,
                ResourceVersion = unreadable.ResourceVersion,
            };
            wanted[id] = new WantedStatus(reference, null, status);
        }
    }
}
