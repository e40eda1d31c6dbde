using LogOperator.Crds.V1Alpha1;
using LogOperator.Crds.Validation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.Compilation;

/// <summary>
/// Compiles custom resources into what agents run: admits, scopes, resolves references, links. Pure and deterministic; never rewrites a
/// kind's spec. One bad object is left out, or goes on as it was last accepted, and nobody else notices.
/// </summary>
public static class ConfigCompiler
{
    /// <summary>Compiles a snapshot.</summary>
    public static CompilationResult Compile(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var sources = AdmitSources(snapshot);
        var stores = StoreResolver.Resolve(snapshot, AdmitStores(snapshot));
        var agents = AgentSelection.Select(AdmitAgents(snapshot), snapshot.Nodes);
        var scope = new NamespaceScope(snapshot.Namespaces);
        var linker = new PipelineLinker(sources, stores, scope);
        var compiler = new PipelineCompiler(linker, new KeptPipelines(snapshot.Published, stores, scope, linker), scope, stores, snapshot);
        var pipelines = AdmitPipelines(snapshot).OrderBy(p => p.Id).Select(compiler.Compile).ToList();

        var config = new AgentConfig
        {
            FormatVersion = AgentConfig.CurrentFormatVersion,
            Pipelines = [.. pipelines.Where(p => p.Config is not null).Select(p => p.Config!).OrderBy(p => p.Key, StringComparer.Ordinal)],
            Stores = [.. pipelines.SelectMany(p => p.Stores).DistinctBy(s => s.Key).OrderBy(s => s.Key, StringComparer.Ordinal)],
        };
        var delivering = pipelines
            .Where(p => p.Config is not null)
            .SelectMany(p => p.Config!.NeededStores)
            .CountBy(key => key)
            .ToDictionary(StringComparer.Ordinal);
        var credentials = Sorted(snapshot.Local ? [] : config.Stores.SelectMany(s => SecretReferences.Of(s.Spec, s.SecretNamespace)).Select(r => r.Use));
        return new CompilationResult
        {
            Config = config,
            Verdicts =
            [
                .. sources.Values.Select(SourceVerdict)
                    .Concat(stores.Values.Select(s => StoreVerdict(s, delivering.GetValueOrDefault(s.Admitted.Id.Key))))
                    .Concat(pipelines.Select(p => p.Verdict))
                    .Concat(agents.Select(AgentVerdict))
                    .OrderBy(v => v.Resource),
            ],
            Credentials = credentials,
            SecretsToLookUp = snapshot.Local ? [] : Sorted(stores.Values
                .Where(s => s.Admitted.Accepted)
                .SelectMany(s => SecretReferences.Of(s.Admitted.Spec!, s.Admitted.Namespaced ? s.Admitted.Id.Namespace : snapshot.OperatorNamespace))
                .Select(r => r.Use)
                .Concat(credentials)),
            Topics = snapshot.Local ? [] :
            [
                .. stores.Values
                    .Where(s => s.Config is not null && StoreResolver.ManagesTopics(s.Config.Spec))
                    .OrderBy(s => s.Admitted.Id.Key, StringComparer.Ordinal)
                    .Select(s => new TopicRequest(s.Config!, s.Admitted.Id.Kind, s.Admitted.Metadata?.CreationTimestamp)),
            ],
            Agents = AgentSelection.Running(agents),
            HeldAgents = [.. agents.Where(a => !a.Accepted && a.Problems[0].Reason != Reasons.NodesOverlap).Select(a => a.Id.Name).Order(StringComparer.Ordinal)],
        };
    }

    private static Dictionary<ResourceId, Admitted<SourceSpec>> AdmitSources(ClusterSnapshot snapshot) =>
        Admission.Admit(nameof(LogSource), true, snapshot.LogSources, snapshot.Unreadable, s => SpecChecks.Source(s, namespaced: true))
            .Concat(Admission.Admit(nameof(ClusterLogSource), false, snapshot.ClusterLogSources, snapshot.Unreadable, s => SpecChecks.Source(s, namespaced: false)))
            .ToDictionary(s => s.Id);

    private static IEnumerable<Admitted<SinkSpec>> AdmitStores(ClusterSnapshot snapshot) =>
        Admission.Admit(nameof(LogStore), true, snapshot.LogStores, snapshot.Unreadable, s => SpecChecks.Store(s, namespaced: true, snapshot.Local))
            .Concat(Admission.Admit(
                nameof(ClusterLogStore), false, snapshot.ClusterLogStores, snapshot.Unreadable, s => SpecChecks.Store(s, namespaced: false, snapshot.Local)));

    private static IEnumerable<Admitted<LogPipelineSpec>> AdmitPipelines(ClusterSnapshot snapshot) =>
        Admission.Admit(nameof(LogPipeline), true, snapshot.LogPipelines, snapshot.Unreadable, s => SpecChecks.Pipeline(s, namespaced: true))
            .Concat(Admission.Admit(
                nameof(ClusterLogPipeline), false, snapshot.ClusterLogPipelines, snapshot.Unreadable, s => SpecChecks.Pipeline(s, namespaced: false)));

    private static IEnumerable<Admitted<LogAgentSpec>> AdmitAgents(ClusterSnapshot snapshot) =>
        Admission.Admit(nameof(LogAgent), false, snapshot.LogAgents, snapshot.Unreadable, s => ProblemList.Check(s, LogAgentRules.Instance, "spec"));

    private static Verdict SourceVerdict(Admitted<SourceSpec> source) => new()
    {
        Resource = source.Id,
        Generation = source.Generation,
        Conditions = [VerdictConditions.Accepted(source.Generation, source.Problems)],
        Problems = source.Problems,
        Type = source.Spec?.ChosenNames is [var kind] ? kind : null,
    };

    private static Verdict StoreVerdict(StoreState store, int pipelines) => new()
    {
        Resource = store.Admitted.Id,
        Generation = store.Admitted.Generation,
        Conditions =
        [
            VerdictConditions.Accepted(store.Admitted.Generation, store.Admitted.Problems),
            store.Admitted.Accepted
                ? VerdictConditions.ResolvedRefs(store.Admitted.Generation, store.Missing)
                : VerdictConditions.UnknownRefs(store.Admitted.Generation),
        ],
        Problems = [.. store.Admitted.Problems, .. store.Missing],
        Type = store.Admitted.Spec?.ChosenNames is [var kind] ? kind : null,
        Pipelines = pipelines,
    };

    private static Verdict AgentVerdict(Admitted<LogAgentSpec> agent) => new()
    {
        Resource = agent.Id,
        Generation = agent.Generation,
        Conditions = [VerdictConditions.Accepted(agent.Generation, agent.Problems)],
        Problems = agent.Problems,
    };

    private static IReadOnlyList<SecretUse> Sorted(IEnumerable<SecretUse> uses) =>
    [
        .. uses.Distinct()
            .OrderBy(u => u.Namespace, StringComparer.Ordinal).ThenBy(u => u.Name, StringComparer.Ordinal).ThenBy(u => u.Key, StringComparer.Ordinal),
    ];
}
