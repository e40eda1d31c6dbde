using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>Compiles one pipeline, or finds the form in which it goes on.</summary>
internal sealed class PipelineCompiler(
    PipelineLinker linker, KeptPipelines kept, NamespaceScope scope, IReadOnlyDictionary<ResourceId, StoreState> stores, ClusterSnapshot snapshot)
{
    private readonly Dictionary<string, StoreConfig> usable =
        stores.Values.Where(s => s.Config is not null).Select(s => s.Config!).ToDictionary(s => s.Key);

    // Status holds whole seconds; a time with fractions would come back changed, and look like a changed configuration.
    private readonly DateTimeOffset? now = snapshot.Now is { } time ? new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset) : null;

    /// <summary>Compiles a pipeline.</summary>
    public CompiledPipeline Compile(Admitted<LogPipelineSpec> pipeline)
    {
        // Where the spec itself is wrong its references are looked at all the same, so that everything is told at once.
        var linked = pipeline.Spec is not null ? linker.Link(pipeline) : null;
        IReadOnlyList<Problem> denied = [.. pipeline.Problems, .. linked?.Denied ?? []];
        var acceptedAt = AcceptedAt(pipeline, denied.Count == 0);
        var going = pipeline.Metadata?.DeletionTimestamp is not null;

        PipelineConfig? config = null;
        IReadOnlyList<StoreConfig> needed = [];
        if (!going && denied.Count == 0 && linked is { Missing: [] })
        {
            config = Assemble(pipeline, linked, acceptedAt);
            needed = [.. config.NeededStores.Select(key => usable[key])];
        }
        else if (!going && kept.Find(pipeline) is { } old)
        {
            (config, needed) = old;
        }

        // It tells agents and the operator apart from each other's state; a run on one machine has neither, and its start is felt.
        config = config is null || snapshot.Local ? config : config with { Hash = ConfigHash.Of(config, needed) };
        var generation = pipeline.Generation;
        var verdict = new Verdict
        {
            Resource = pipeline.Id,
            Generation = generation,
            Conditions =
            [
                VerdictConditions.Accepted(generation, denied, Remark(pipeline)),
                linked is null ? VerdictConditions.UnknownRefs(generation) : VerdictConditions.ResolvedRefs(generation, [.. linked.Missing, .. linked.Waiting]),
            ],
            Problems = [.. denied, .. linked?.Missing ?? [], .. linked?.Waiting ?? []],
            RunningGeneration = config?.Generation,
            AcceptedAt = acceptedAt,
            Hash = config?.Hash,
        };
        return new CompiledPipeline(verdict, config, needed);
    }

    private static PipelineConfig Assemble(Admitted<LogPipelineSpec> pipeline, LinkedPipeline linked, DateTimeOffset? acceptedAt) => new()
    {
        Namespace = pipeline.Id.Namespace,
        Name = pipeline.Id.Name,
        Generation = pipeline.Generation,
        AcceptedAt = acceptedAt,
        Paused = pipeline.Spec!.Paused ?? false,
        Sources = linked.Sources,
        Stages = pipeline.Spec.Stages ?? [],
        Routes = linked.Routes,
        Delivery = pipeline.Spec.Delivery,
        DeadLetter = linked.DeadLetter,
    };

    private DateTimeOffset? AcceptedAt(Admitted<LogPipelineSpec> pipeline, bool accepted) =>
        (pipeline.Status as LogPipelineStatus)?.AcceptedAt ?? kept.Published(pipeline.Id, pipeline.Generation)?.AcceptedAt ?? (accepted ? now : null);

    private string? Remark(Admitted<LogPipelineSpec> pipeline) => pipeline.Namespaced && scope.OptedOut(pipeline.Id.Namespace)
        ? $"reads nothing, since the namespace has the label {ApiGroup.ExcludeLabel}=true"
        : null;
}
