using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Runtime.Routing;

namespace LogOperator.Pipeline.Runtime;

/// <summary>Makes reports of pipelines that do not run.</summary>
internal static class PipelineReports
{
    /// <summary>The report of a pipeline that was refused and never ran.</summary>
    public static PipelineReport NeverRan(PipelineVerdict verdict)
    {
        var slash = verdict.Key.IndexOf('/', StringComparison.Ordinal);
        return new PipelineReport
        {
            Namespace = verdict.Key[..slash],
            Name = verdict.Key[(slash + 1)..],
            RunningGeneration = 0,
            RefusedGeneration = verdict.Generation,
            RefusedBecause = verdict.Message,
            Streams = 0,
            Pods = 0,
            Read = new PipelineCounters().Report(),
            FilteredRecords = 0,
            Dropped = new Dictionary<string, long>(),
            Branches = [],
        };
    }
}
