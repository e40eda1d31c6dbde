using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Pipeline.Telemetry;

/// <summary>Writes a host's report as metrics.</summary>
public static class HostMetrics
{
    /// <summary>Writes every metric that has the label <c>pipeline</c>, and those of what went wrong with files.</summary>
    public static void Write(PrometheusWriter writer, HostReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        var pipelines = report.Pipelines;
        OfPipelines(writer, AgentMetrics.ReadBytes, pipelines, static p => p.Read.Bytes);
        OfPipelines(writer, AgentMetrics.ReadLines, pipelines, static p => p.Read.Lines);
        OfPipelines(writer, AgentMetrics.ReadRecords, pipelines, static p => p.Read.Records);
        OfPipelines(writer, AgentMetrics.JoinedRecords, pipelines, static p => p.Read.Joined);
        OfPipelines(writer, AgentMetrics.FilteredRecords, pipelines, static p => p.FilteredRecords);
        OfStages(writer, pipelines);
        OfBranches(writer, AgentMetrics.AcknowledgedRecords, pipelines, static b => b.AcknowledgedRecords);
        OfBranches(writer, AgentMetrics.AcknowledgedBytes, pipelines, static b => b.AcknowledgedBytes);
        Ledger(writer, report.Branches);
        OfBranches(writer, AgentMetrics.DeadLetteredRecords, pipelines, static b => b.DeadLetteredRecords);
        Dropped(writer, pipelines);
        OfBranches(writer, AgentMetrics.RetriedRequests, pipelines, static b => b.Retries);
        OfBranches(writer, AgentMetrics.PendingRecords, pipelines, static b => b.PendingRecords);
        OfBranches(writer, AgentMetrics.LagBytes, pipelines, static b => b.LagBytes);
        OfBranches(writer, AgentMetrics.LagSeconds, pipelines, static b => b.LagSeconds ?? 0);
        OfBranches(writer, AgentMetrics.SkippedBytes, pipelines, static b => b.Ledger?.Skipped ?? 0);
        OfBranches(writer, AgentMetrics.BranchWell, pipelines, static b => b.State is BranchState.Idle or BranchState.Flowing ? 1 : 0);
        Behind(writer, pipelines);
        OfBranches(writer, AgentMetrics.BufferUse, pipelines, static b => b.BufferUse ?? 0);
        OfPipelines(writer, AgentMetrics.FollowedStreams, pipelines, static p => p.Streams);
        OfPipelines(writer, AgentMetrics.MatchedPods, pipelines, static p => p.Pods);
        OfPipelines(writer, AgentMetrics.RunningGeneration, pipelines, static p => p.RunningGeneration);
        OfPipelines(writer, AgentMetrics.PipelineRefused, pipelines, static p => p.RefusedGeneration is null ? 0 : 1);
        if (report.LostBytes is { } lost)
        {
            writer.Begin(AgentMetrics.LostBytes);
            foreach (var (reason, bytes) in lost)
            {
                writer.Sample(bytes, reason);
            }
        }

        if (report.VanishedFiles is { } vanished)
        {
            writer.Begin(AgentMetrics.VanishedFiles);
            writer.Sample(vanished);
        }

        if (report.StalledStreams is { } stalled)
        {
            writer.Begin(AgentMetrics.StalledStreams);
            writer.Sample(stalled);
        }

        if (report.LinkFailures is { } failures)
        {
            writer.Begin(AgentMetrics.LinkFailures);
            writer.Sample(failures);
        }

        if (report.Faults is { } faults)
        {
            Faults(writer, faults);
        }
    }

    private static string Key(PipelineReport pipeline) => $"{pipeline.Namespace}/{pipeline.Name}";

    private static void OfPipelines(PrometheusWriter writer, Metric metric, IReadOnlyList<PipelineReport> pipelines, Func<PipelineReport, double> value)
    {
        writer.Begin(metric);
        foreach (var pipeline in pipelines)
        {
            writer.Sample(value(pipeline), Key(pipeline));
        }
    }

    private static void OfStages(PrometheusWriter writer, IReadOnlyList<PipelineReport> pipelines)
    {
        writer.Begin(AgentMetrics.StageFailedRecords);
        foreach (var pipeline in pipelines)
        {
            foreach (var (stage, failed) in pipeline.FailedInStages ?? new Dictionary<string, long>())
            {
                writer.Sample(failed, Key(pipeline), stage);
            }
        }
    }

    private static void OfBranches(PrometheusWriter writer, Metric metric, IReadOnlyList<PipelineReport> pipelines, Func<BranchReport, double> value)
    {
        writer.Begin(metric);
        foreach (var pipeline in pipelines)
        {
            foreach (var branch in pipeline.Branches)
            {
                writer.Sample(value(branch), Key(pipeline), branch.Store);
            }
        }
    }

    private static void Ledger(PrometheusWriter writer, IReadOnlyList<BranchSums>? branches)
    {
        if (branches is null)
        {
            return;
        }

        writer.Begin(AgentMetrics.SourceBytes);
        foreach (var branch in branches)
        {
            foreach (var sum in branch.Bytes)
            {
                writer.Sample(sum.Bytes, branch.Pipeline, branch.Store, sum.Fate, sum.Reason ?? "");
            }
        }

        writer.Begin(AgentMetrics.DuplicateBytes);
        foreach (var branch in branches)
        {
            writer.Sample(branch.Duplicates, branch.Pipeline, branch.Store);
        }
    }

    private static void Faults(PrometheusWriter writer, FaultReport faults)
    {
        // From 0 on: a rate sees the first failure only where there was a sample before it.
        writer.Single(AgentMetrics.OpenFailures, faults.OpenFailures);
        writer.Single(AgentMetrics.ReadFailures, faults.ReadFailures);
        writer.Single(AgentMetrics.TruncatedFiles, faults.Truncations);
        writer.Single(AgentMetrics.HoleBytes, faults.HoleBytes);
        writer.Single(AgentMetrics.BrokenArchives, faults.BrokenArchives);
        writer.Single(AgentMetrics.ReleasedFiles, faults.ReleasedUnread);
        writer.Single(AgentMetrics.WatchOverflows, faults.Overflows);
        if (faults is { BufferCorruptEntries: { } corrupt, BufferSyncFailures: { } syncs, BufferFailures: { } failures })
        {
            writer.Single(AgentMetrics.BufferCorruptEntries, corrupt);
            writer.Single(AgentMetrics.BufferSyncFailures, syncs);
            writer.Single(AgentMetrics.BufferFailures, failures);
        }
    }

    private static void Behind(PrometheusWriter writer, IReadOnlyList<PipelineReport> pipelines)
    {
        writer.Begin(AgentMetrics.BranchBehind);
        foreach (var pipeline in pipelines)
        {
            foreach (var branch in pipeline.Branches.Where(static b => b.Pace != BranchPace.Even))
            {
                writer.Sample(1, Key(pipeline), branch.Store, branch.Pace.ToString());
            }
        }
    }

    private static void Dropped(PrometheusWriter writer, IReadOnlyList<PipelineReport> pipelines)
    {
        writer.Begin(AgentMetrics.DroppedRecords);
        foreach (var pipeline in pipelines)
        {
            foreach (var (reason, count) in pipeline.Dropped)
            {
                writer.Sample(count, Key(pipeline), "", reason);
            }

            foreach (var branch in pipeline.Branches)
            {
                foreach (var (reason, count) in branch.Dropped)
                {
                    writer.Sample(count, Key(pipeline), branch.Store, reason);
                }
            }
        }
    }
}
