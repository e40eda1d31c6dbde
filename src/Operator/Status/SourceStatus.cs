using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Status;

/// <summary>The status of a source: the compiler's verdict, and what agents follow for pipelines that read from this source alone. Pure.</summary>
internal static class SourceStatus
{
    public static LogSourceStatus Build(Verdict verdict, LogSourceStatus? present, AgentConfig config, Fleet fleet, DateTimeOffset now) => new()
    {
        ObservedGeneration = verdict.Generation,
        Conditions = Conditions.Complete(verdict.Conditions, present?.Conditions, verdict.Generation, now),
        Type = verdict.Type,
        Matched = fleet.Settled ? Match(verdict.Resource, config, fleet) : present?.Matched,
    };

    // Reports count per pipeline. One with several sources does not tell them apart, so only those with this source alone are taken.
    private static MatchedStatus? Match(ResourceId source, AgentConfig config, Fleet fleet)
    {
        MatchedStatus? best = null;
        foreach (var pipeline in config.Pipelines)
        {
            if (pipeline.Namespace != source.Namespace || pipeline.Sources is not [{ } only] || only.Name != source.Name)
            {
                continue;
            }

            var reports = fleet.Agents.Select(a => a.Report?.Find(pipeline.Key)).OfType<Pipeline.Runtime.Reports.PipelineReport>().ToList();
            if (reports.Count == 0)
            {
                continue;
            }

            var matched = new MatchedStatus { Pods = reports.Sum(r => r.Pods), Containers = reports.Sum(r => r.Streams), Nodes = reports.Count(r => r.Streams > 0) };
            best = best?.Pods >= matched.Pods ? best : matched;
        }

        return best;
    }
}
