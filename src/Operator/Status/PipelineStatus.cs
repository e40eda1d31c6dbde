using System.Text.Json;
using System.Text.Json.Nodes;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Status;

/// <summary>The status of a pipeline: the compiler's verdict and what agents report. Pure.</summary>
internal static class PipelineStatus
{
    public const string AgentRejected = "AgentRejected";
    public const string RolloutInProgress = "RolloutInProgress";
    public const string NoAgentsNeeded = "NoAgentsNeeded";
    public const string NotCompiled = "NotCompiled";

    private const int NodesNamed = 3;

    /// <summary>Builds the status.</summary>
    /// <param name="verdict">What the compiler says.</param>
    /// <param name="config">What agents are to run; null if nothing.</param>
    /// <param name="present">What stands in the status now.</param>
    /// <param name="fleet">The agents.</param>
    /// <param name="now">The time.</param>
    public static LogPipelineStatus Build(Verdict verdict, PipelineConfig? config, LogPipelineStatus? present, Fleet fleet, DateTimeOffset now)
    {
        var (programmed, agents) = Program(verdict, config, present, fleet);
        var figures = config is null ? null : FlowFigures.Of(verdict.Resource.Key, fleet);
        List<Condition> parts = [.. verdict.Conditions, programmed, FlowStatus.Judge(verdict.Resource.Key, config, present.FlowingOf(), fleet)];
        var status = new LogPipelineStatus
        {
            ObservedGeneration = verdict.Generation,
            Conditions = Conditions.Complete(parts, present?.Conditions, verdict.Generation, now),
            RunningGeneration = verdict.RunningGeneration,
            AcceptedAt = verdict.AcceptedAt,
            Agents = agents,
            Rate = config is null ? null : present?.Rate,
            Lag = config is null ? null : present?.Lag,
            Dropped = config is null ? null : present?.Dropped,
        };
        return figures is null || !fleet.Settled ? status : present is not null && IsSameBut(present, status) ? figures.Into(status, present) : figures.Into(status);
    }

    // Figures ride along with a write that is made anyway.
    private static bool IsSameBut(LogPipelineStatus present, LogPipelineStatus status) => !StatusPatch.DiffersInSubstance(Json(present), Json(status));

    private static JsonObject Json(LogPipelineStatus status) => (JsonObject)JsonSerializer.SerializeToNode(status, CrdsJson.Default.LogPipelineStatus)!;

    private static (Condition Programmed, PipelineAgentsStatus Agents) Program(Verdict verdict, PipelineConfig? config, LogPipelineStatus? present, Fleet fleet)
    {
        var was = present?.Conditions.Of(Conditions.Programmed);
        if (!fleet.Settled && was?.ObservedGeneration == verdict.Generation && present?.Agents is { } known)
        {
            return (was, known);
        }

        var key = verdict.Resource.Key;
        var reports = fleet.Agents.Where(a => a.Report is not null).Select(a => (a.Node, Pipeline: a.Report!.Find(key))).ToList();
        var unreachable = fleet.Agents.Count - reports.Count;
        if (config is null)
        {
            return (Conditions.Make(Conditions.Programmed, Conditions.False, NotCompiled, "there is no accepted form of this pipeline for agents to run"), new PipelineAgentsStatus
            {
                Desired = 0,
                Programmed = 0,
                Failed = 0,
                Unreachable = 0,
            });
        }

        var generation = config.Generation;
        var refused = reports.Where(r => r.Pipeline?.RefusedGeneration == generation).ToList();
        var running = reports.Count(r => r.Pipeline is { } p && p.RefusedGeneration != generation && Runs(p, config));
        var desired = Math.Max(fleet.Expected ?? 0, fleet.Agents.Count);
        var agents = new PipelineAgentsStatus { Desired = desired, Programmed = running, Failed = refused.Count, Unreachable = unreachable };
        return (Judge(verdict, generation, reports.Count, running, refused, desired, fleet.Expected is not null, was), agents);
    }

    // Sources and stores are part of what runs, and change without the pipeline's generation. An agent of an older version tells of no hash.
    private static bool Runs(PipelineReport report, PipelineConfig config) =>
        report.RunningHash is { } hash && config.Hash is { } wanted ? hash == wanted : report.RunningGeneration == config.Generation;

    private static Condition Judge(
        Verdict verdict, long generation, int reporting, int running, List<(string Node, PipelineReport? Pipeline)> refused, int desired, bool known, Condition? was)
    {
        if (refused.Count > 0)
        {
            var nodes = string.Join("; ", refused.OrderBy(r => r.Node, StringComparer.Ordinal).Take(NodesNamed).Select(r => $"{r.Node}: {r.Pipeline!.RefusedBecause}"));
            var rest = refused.Count > NodesNamed ? $"; and {refused.Count - NodesNamed} more" : "";
            return Conditions.Make(Conditions.Programmed, Conditions.False, AgentRejected, nodes + rest);
        }

        if (generation != verdict.Generation)
        {
            return Conditions.Make(
                Conditions.Programmed, Conditions.False, RolloutInProgress, $"agents go on with generation {generation}; generation {verdict.Generation} is not accepted");
        }

        if (running < reporting)
        {
            return Conditions.Make(Conditions.Programmed, Conditions.False, RolloutInProgress, $"{running} of {reporting} agents run generation {generation}");
        }

        if (reporting > 0)
        {
            return Conditions.Make(Conditions.Programmed, Conditions.True, Conditions.Programmed);
        }

        // Nobody reports. What was programmed stays so: agents go on without the operator.
        if (was is { Status: Conditions.True } && was.ObservedGeneration == verdict.Generation && desired > 0)
        {
            return was;
        }

        return desired == 0 && known
            ? Conditions.Make(Conditions.Programmed, Conditions.True, NoAgentsNeeded, "no node runs an agent")
            : Conditions.Make(Conditions.Programmed, Conditions.False, RolloutInProgress, "no agent has reported yet");
    }

    /// <summary>The report on a pipeline, or null.</summary>
    public static PipelineReport? Find(this HostReport report, string key)
    {
        foreach (var pipeline in report.Pipelines)
        {
            if (key.Length == pipeline.Namespace.Length + pipeline.Name.Length + 1
                && key.StartsWith(pipeline.Namespace, StringComparison.Ordinal) && key.EndsWith(pipeline.Name, StringComparison.Ordinal) && key[pipeline.Namespace.Length] == '/')
            {
                return pipeline;
            }
        }

        return null;
    }

    private static Condition? FlowingOf(this LogPipelineStatus? status) => status?.Conditions.Of(Conditions.Flowing);
}
