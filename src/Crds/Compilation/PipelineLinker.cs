using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.Compilation;

/// <summary>Resolves what pipelines refer to, and puts sources and routes together.</summary>
/// <param name="sources">Every source.</param>
/// <param name="stores">Every store.</param>
/// <param name="scope">The namespaces.</param>
internal sealed class PipelineLinker(
    IReadOnlyDictionary<ResourceId, Admitted<SourceSpec>> sources, IReadOnlyDictionary<ResourceId, StoreState> stores, NamespaceScope scope)
{
    /// <summary>Name of the route that a plain list of stores becomes.</summary>
    private const string OnlyRoute = "all";

    /// <summary>Name of a source that stands in the pipeline itself.</summary>
    private const string InlineSource = "inline";

    /// <summary>Links a pipeline whose spec could be read.</summary>
    public LinkedPipeline Link(Admitted<LogPipelineSpec> pipeline)
    {
        var spec = pipeline.Spec!;
        var missing = new List<Problem>();
        var waiting = new List<Problem>();
        var ignoreExclude = !pipeline.Namespaced && spec.IgnoreExclude == true;

        var linkedSources = new List<SourceConfig>();
        if (spec.Source is { } inline)
        {
            linkedSources.Add(scope.Apply(InlineSource, inline, pipeline.Id.Namespace, ignoreExclude));
        }

        foreach (var (reference, i) in Numbered(spec.Sources))
        {
            if (FindSource(pipeline, reference, $"spec.sources[{i}]", missing) is { } source)
            {
                linkedSources.Add(scope.Apply(reference.Name, source, pipeline.Id.Namespace, ignoreExclude));
            }
        }

        var used = new Dictionary<string, StoreState>(StringComparer.Ordinal);
        var routes = new List<RouteConfig>();
        if (spec.Stores is { } plain)
        {
            routes.Add(new RouteConfig { Name = OnlyRoute, Stores = FindStores(pipeline, plain, "spec.stores", missing, used) });
        }

        foreach (var (route, i) in Numbered(spec.Routes))
        {
            routes.Add(new RouteConfig
            {
                Name = route.Name,
                When = route.When,
                Stores = FindStores(pipeline, route.Stores, $"spec.routes[{i}].stores", missing, used),
                Continue = route.Continue ?? false,
            });
        }

        var deadLetter = spec.Delivery?.DeadLetter?.StoreRef is { } refused ? FindStore(pipeline, refused, "spec.delivery.deadLetter.storeRef", missing) : null;
        if (deadLetter is not null)
        {
            used[deadLetter.Admitted.Id.Key] = deadLetter;
        }

        foreach (var (key, store) in used.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (store.Topics is { } topics)
            {
                waiting.Add(topics with { Path = "spec", Message = $"{store.Admitted.Id.Kind} {store.Admitted.Id.Name}: {topics.Message}" });
            }
        }

        return new LinkedPipeline(Denied(linkedSources, used.Values), missing, waiting, linkedSources, routes, deadLetter?.Admitted.Id.Key);
    }

    /// <summary>Whether a pipeline of a namespace may use a store that is there: its own namespace's, or a cluster store that admits it.</summary>
    public bool Admits(ResourceId store, string pipelineNamespace) =>
        store.Namespace.Length > 0
            ? store.Namespace == pipelineNamespace
            : pipelineNamespace.Length == 0 || scope.Admits(stores.GetValueOrDefault(store)?.Admitted.Spec?.AllowedNamespaces, pipelineNamespace);

    private SourceSpec? FindSource(Admitted<LogPipelineSpec> pipeline, SourceRefSpec reference, string path, List<Problem> missing)
    {
        var own = pipeline.Namespaced ? SourceKind.LogSource : SourceKind.ClusterLogSource;
        var kind = reference.Kind ?? own;
        if (kind != own)
        {
            missing.Add(new Problem($"{path}.kind", Reasons.RefNotPermitted, $"must be {own} in a {pipeline.Id.Kind} (was {kind})"));
            return null;
        }

        var id = new ResourceId(kind.ToString(), pipeline.Id.Namespace, reference.Name);
        if (!sources.TryGetValue(id, out var source))
        {
            missing.Add(new Problem(path, Reasons.SourceNotFound, $"{id} does not exist"));
            return null;
        }

        if (!source.Accepted)
        {
            missing.Add(new Problem(path, Reasons.SourceNotAccepted, $"{id} is not accepted"));
        }

        return source.Accepted ? source.Spec : null;
    }

    private List<string> FindStores(
        Admitted<LogPipelineSpec> pipeline, IReadOnlyList<StoreRefSpec>? references, string path, List<Problem> missing, Dictionary<string, StoreState> used)
    {
        var keys = new List<string>();
        foreach (var (reference, i) in Numbered(references))
        {
            if (FindStore(pipeline, reference, $"{path}[{i}]", missing) is { } store)
            {
                used[store.Admitted.Id.Key] = store;
                keys.Add(store.Admitted.Id.Key);
            }
        }

        return keys;
    }

    private StoreState? FindStore(Admitted<LogPipelineSpec> pipeline, StoreRefSpec reference, string path, List<Problem> missing)
    {
        var kind = reference.Kind ?? (pipeline.Namespaced ? StoreKind.LogStore : StoreKind.ClusterLogStore);
        if (kind == StoreKind.LogStore && !pipeline.Namespaced)
        {
            missing.Add(new Problem($"{path}.kind", Reasons.RefNotPermitted, $"must be ClusterLogStore in a {pipeline.Id.Kind} (was LogStore)"));
            return null;
        }

        var id = new ResourceId(kind.ToString(), kind == StoreKind.LogStore ? pipeline.Id.Namespace : "", reference.Name);
        if (!stores.TryGetValue(id, out var store))
        {
            missing.Add(new Problem(path, Reasons.StoreNotFound, $"{id} does not exist"));
        }
        else if (store.Admitted.Spec is not null && !Admits(id, pipeline.Id.Namespace))
        {
            missing.Add(new Problem(path, Reasons.RefNotPermitted, $"{id} does not allow the namespace {pipeline.Id.Namespace}"));
        }
        else if (!store.Admitted.Accepted)
        {
            missing.Add(new Problem(path, Reasons.StoreNotAccepted, $"{id} is not accepted"));
        }
        else if (store.Config is null)
        {
            missing.AddRange(store.Missing.Select(m => m.Reason).Distinct().Select(reason => new Problem(path, reason, Unresolved(pipeline, store, reason))));
        }
        else
        {
            return store;
        }

        return null;
    }

    // Which Secrets the administrators use is not told to tenants.
    private static string Unresolved(Admitted<LogPipelineSpec> pipeline, StoreState store, string reason) =>
        pipeline.Namespaced && !store.Admitted.Namespaced
            ? $"{store.Admitted.Id} lacks a Secret that it refers to"
            : $"{store.Admitted.Id}: {store.Missing.First(m => m.Reason == reason).Message}";

    private static IReadOnlyList<Problem> Denied(List<SourceConfig> linked, IEnumerable<StoreState> used)
    {
        // The agent's records on its own standard output would be read again, for ever.
        return linked.Find(s => s.IncludeAgents) is { } own && used.FirstOrDefault(s => s.Config!.Spec.Stdout is not null) is { } stdout
            ? [new Problem("spec", Reasons.PolicyDenied, $"source {own.Name} includes agents, which must not lead to the stdout store {stdout.Admitted.Id.Name}")]
            : [];
    }

    private static IEnumerable<(T Item, int Index)> Numbered<T>(IReadOnlyList<T>? items) => (items ?? []).Select((item, i) => (item, i)).Where(n => n.item is not null);
}
