using LogOperator.Crds.V1Alpha1;
using LogOperator.Crds.Validation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.Compilation;

/// <summary>What can be wrong with a spec by itself: its rules, what its kind may not have, and whether the agent's own code can build it.</summary>
internal static class SpecChecks
{
    public static IEnumerable<Problem> Source(SourceSpec spec, bool namespaced) =>
        [.. ProblemList.Check(spec, SourceSpecRules.Instance, "spec"), .. Tenancy(spec, CrdsJson.Default.SourceSpec, namespaced)];

    public static IEnumerable<Problem> Store(SinkSpec spec, bool namespaced, bool local)
    {
        foreach (var problem in ProblemList.Check(spec, SinkSpecRules.Instance, "spec").Concat(Tenancy(spec, CrdsJson.Default.SinkSpec, namespaced)))
        {
            yield return problem;
        }

        if (!local && spec.File?.Path is { } path && path.StartsWith('/'))
        {
            yield return new Problem("spec.file.path", Reasons.PolicyDenied, $"must be relative, beneath the agent's file store (was \"{path}\")");
        }
    }

    public static IEnumerable<Problem> Pipeline(LogPipelineSpec spec, bool namespaced)
    {
        var problems = ProblemList.Check(spec, LogPipelineRules.Instance, "spec").Concat(Tenancy(spec, CrdsJson.Default.LogPipelineSpec, namespaced)).ToList();
        return problems.Count > 0 ? problems : Unbuildable(spec.Stages ?? []);
    }

    private static IEnumerable<Problem> Tenancy<T>(T spec, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, bool namespaced)
        where T : class =>
        namespaced ? ClusterOnlyMembers.Find(spec, type, "spec") : [];

    private static IEnumerable<Problem> Unbuildable(IReadOnlyList<StageSpec> stages)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            Problem? problem = null;
            try
            {
                _ = new Stage(stages[i], i);
            }
            catch (Exception e)
            {
                // The rules should have found it, but better here than on every node.
                problem = new Problem($"spec.stages[{i}]", Reasons.InvalidSpec, $"cannot be built ({e.Message})");
            }

            if (problem is not null)
            {
                yield return problem;
            }
        }
    }
}
