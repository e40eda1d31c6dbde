using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>
/// Finds the form in which a pipeline that cannot be compiled now was published last. What it may read and where it may deliver is judged
/// anew: lost permission is never carried on.
/// </summary>
internal sealed class KeptPipelines
{
    private readonly Dictionary<string, PipelineConfig> pipelines;
    private readonly Dictionary<string, StoreConfig> stores;
    private readonly IReadOnlyDictionary<ResourceId, StoreState> present;
    private readonly NamespaceScope scope;
    private readonly PipelineLinker linker;

    public KeptPipelines(AgentConfig? published, IReadOnlyDictionary<ResourceId, StoreState> present, NamespaceScope scope, PipelineLinker linker)
    {
        pipelines = (published?.Pipelines ?? []).DistinctBy(p => p.Key).ToDictionary(p => p.Key);
        stores = (published?.Stores ?? []).DistinctBy(s => s.Key).ToDictionary(s => s.Key);
        this.present = present;
        this.scope = scope;
        this.linker = linker;
    }

    /// <summary>The form that was published; null if none was. A greater generation belongs to an object of that name that was deleted since.</summary>
    public PipelineConfig? Published(ResourceId pipeline, long generation) =>
        pipelines.GetValueOrDefault(pipeline.Key) is { } old && old.Generation <= generation ? old : null;

    /// <summary>The form to go on with, and the stores that it needs; null if there is none, or if it is not permitted any more.</summary>
    public (PipelineConfig Pipeline, IReadOnlyList<StoreConfig> Stores)? Find(Admitted<LogPipelineSpec> pipeline)
    {
        if (Published(pipeline.Id, pipeline.Generation) is not { } old)
        {
            return null;
        }

        var needed = new List<StoreConfig>();
        foreach (var key in old.NeededStores)
        {
            if (FindStore(key, pipeline.Id.Namespace) is not { } store)
            {
                return null;
            }

            needed.Add(store);
        }

        return (old with
        {
            Paused = pipeline.Spec is { } spec ? spec.Paused == true : old.Paused,
            Sources = [.. old.Sources.Select(s => scope.Apply(s.Name, s.Spec, pipeline.Id.Namespace, s.IgnoreExclude))],
        }, needed);
    }

    private StoreConfig? FindStore(string key, string pipelineNamespace)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return null;
        }

        var (ns, name) = (key[..slash], key[(slash + 1)..]);
        var id = new ResourceId(ns.Length > 0 ? nameof(LogStore) : nameof(ClusterLogStore), ns, name);
        var now = present.GetValueOrDefault(id);

        // A cluster store that is gone cannot be asked any more, and its absence is not a permission.
        if (pipelineNamespace.Length > 0 && ns.Length == 0 && now is null)
        {
            return null;
        }

        var unreadable = now is { Admitted.Spec: null };
        return unreadable || linker.Admits(id, pipelineNamespace) ? now?.Config ?? stores.GetValueOrDefault(key) : null;
    }
}
