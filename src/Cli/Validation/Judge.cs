using LogOperator.Cli.Manifests;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Cli.Validation;

/// <summary>Has the operator's own compiler judge a set of manifests as a whole.</summary>
internal static class Judge
{
    private static readonly string[] OutsideReasons = [Reasons.SourceNotFound, Reasons.StoreNotFound];

    /// <summary>Judges manifests for a cluster that holds nothing else.</summary>
    /// <param name="set">The manifests.</param>
    /// <param name="partial">Whether what they refer to may be elsewhere.</param>
    public static Judgement ForCluster(ManifestSet set, bool partial)
    {
        var snapshot = Snapshot(set);
        var wanted = ConfigCompiler.Compile(snapshot).SecretsToLookUp;
        var result = ConfigCompiler.Compile(snapshot with { Secrets = Secrets(set, wanted), Topics = Topics(set) });
        return new Judgement(result, Findings(set, result, partial, engines: true));
    }

    /// <summary>Judges manifests for a run on this machine.</summary>
    /// <param name="set">The manifests.</param>
    /// <param name="namespaces">Namespaces that have logs here.</param>
    public static Judgement ForRun(ManifestSet set, IEnumerable<string> namespaces)
    {
        var snapshot = Snapshot(set) with { Local = true };
        var known = snapshot.Namespaces.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        var found = namespaces.Where(known.Add).Select(n => new NamespaceInfo(n, new Dictionary<string, string>()));
        var result = ConfigCompiler.Compile(snapshot with { Namespaces = [.. snapshot.Namespaces, .. found] });
        return new Judgement(result, Findings(set, result, partial: false, engines: false));
    }

    private static ClusterSnapshot Snapshot(ManifestSet set)
    {
        var declared = set.Of<Namespace>().ToDictionary(n => n.Name(), n => n.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        var used = set.Objects.Select(o => o.Id.Namespace).Where(n => n.Length > 0 && !declared.ContainsKey(n)).Distinct();
        return new ClusterSnapshot
        {
            Namespaces = [.. declared.Select(n => new NamespaceInfo(n.Key, n.Value)), .. used.Select(n => new NamespaceInfo(n, new Dictionary<string, string>()))],
            LogSources = set.Of<LogSource>(),
            LogPipelines = set.Of<LogPipeline>(),
            LogStores = set.Of<LogStore>(),
            ClusterLogSources = set.Of<ClusterLogSource>(),
            ClusterLogPipelines = set.Of<ClusterLogPipeline>(),
            ClusterLogStores = set.Of<ClusterLogStore>(),
            LogAgents = set.Of<LogAgent>(),
            Unreadable = set.Unreadable,
        };
    }

    // Secrets are seldom kept beside the manifests: one that is not there is taken to be in the cluster, one that is there is looked at.
    private static List<SecretInfo> Secrets(ManifestSet set, IEnumerable<SecretUse> wanted)
    {
        var given = set.Of<Secret>().ToDictionary(s => (s.Metadata.Namespace!, s.Name()), SecretKeys);
        return
        [
            .. wanted.GroupBy(w => (w.Namespace, w.Name)).Select(g => new SecretInfo(
                g.Key.Namespace, g.Key.Name, SecretAccess.Found, given.GetValueOrDefault(g.Key) ?? [.. g.Select(w => w.Key).Distinct()])),
        ];
    }

    // Whether a topic can be made, only the operator finds out.
    private static List<TopicVerdict> Topics(ManifestSet set) =>
        [.. set.Objects.Where(o => o.Resource is LogStore or ClusterLogStore).Select(o => new TopicVerdict(o.Id.Key, true, "", ""))];

    private static IReadOnlyList<string> SecretKeys(Secret secret) => [.. (secret.Data?.Keys ?? []).Concat(secret.StringData?.Keys ?? []).Distinct()];

    private static IReadOnlyList<Finding> Findings(ManifestSet set, CompilationResult result, bool partial, bool engines)
    {
        var findings = set.Findings.ToList();
        foreach (var item in set.Objects)
        {
            if (result.Find(item.Id) is not { Good: false } verdict)
            {
                findings.AddRange(engines ? Patterns(item) : []);
                continue;
            }

            var problems = verdict.Problems.Count > 0
                ? verdict.Problems
                : [.. verdict.Conditions.Where(c => c.Status != "True").Select(c => new Problem("", c.Reason ?? "", c.Message ?? $"{c.Type} is {c.Status}"))];
            findings.AddRange(problems.Select(p => item.Find(
                partial && OutsideReasons.Contains(p.Reason) ? FindingSeverity.Warning : FindingSeverity.Error, p.Path, p.Reason, p.Message)));
        }

        var order = findings.Select(f => f.File).Distinct().Select((file, i) => (file, i)).ToDictionary(p => p.file, p => p.i);
        return [.. findings.OrderBy(f => order[f.File]).ThenBy(f => f.Line).ThenBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>Says which engine runs a pattern, since they differ much in speed.</summary>
    private static IEnumerable<Finding> Patterns(ManifestObject item)
    {
        var patterns = item.Resource switch
        {
            LogPipeline pipeline => Of(pipeline.Spec),
            ClusterLogPipeline pipeline => Of(pipeline.Spec),
            LogSource source => PatternUse.Of(source.Spec),
            ClusterLogSource source => PatternUse.Of(source.Spec),
            _ => [],
        };
        return patterns.Select(p => item.Find(FindingSeverity.Note, $"spec.{p.Path}", "PatternEngine", $"matched by the {p.Engine} engine"));

        static IEnumerable<PatternUse> Of(LogPipelineSpec spec) =>
        [
            .. spec.Source is { } source ? PatternUse.Of(source).Select(p => p with { Path = $"source.{p.Path}" }) : [],
            .. PatternUse.Of(spec.Stages ?? []),
            .. (spec.Routes ?? []).SelectMany((route, i) => PatternUse.OfExpression($"routes[{i}].when", route.When)),
        ];
    }
}
