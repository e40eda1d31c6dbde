using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Cli.Running;

/// <summary>The ledger of a run, summed over its pipelines.</summary>
/// <param name="Read">What was read.</param>
/// <param name="Acknowledged">Records that every store to which they were routed has acknowledged.</param>
/// <param name="DeadLettered">Records that a store refused and the dead letter store has acknowledged, once for each store that refused them.</param>
/// <param name="Filtered">Records taken out on purpose, or taken by no route.</param>
/// <param name="Dropped">Records dropped, by reason.</param>
/// <param name="Lost">Source bytes lost, by reason, once for each store that had to get them.</param>
/// <param name="Seconds">Duration of the run.</param>
/// <param name="Pending">Records read that a store has still to acknowledge; left out if there are none.</param>
/// <param name="Bytes">The ledger in bytes.</param>
internal sealed record RunSummary(
    RunRead Read, long Acknowledged, long DeadLettered, long Filtered, IReadOnlyDictionary<string, long> Dropped, IReadOnlyDictionary<string, long> Lost, double Seconds,
    long? Pending, RunLedger Bytes)
{
    /// <summary>Sums a report up.</summary>
    /// <param name="report">The host's report.</param>
    /// <param name="took">Duration of the run.</param>
    public static RunSummary Of(HostReport report, TimeSpan took)
    {
        var dropped = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (reason, count) in report.Pipelines.SelectMany(p => p.Dropped.Concat(p.Branches.SelectMany(b => b.Dropped))))
        {
            dropped[reason] = dropped.GetValueOrDefault(reason) + count;
        }

        var pending = report.Pipelines.Sum(p => p.Branches.Sum(b => b.PendingRecords));
        return new RunSummary(
            new RunRead(
                report.Pipelines.Sum(p => p.Read.Bytes),
                report.Pipelines.Sum(p => p.Read.Lines),
                report.Pipelines.Sum(p => p.Read.Records),
                report.Pipelines.Sum(p => p.Read.Joined),
                report.Pipelines.Sum(p => p.Read.Stderr)),
            report.Pipelines.Sum(AcknowledgedBy),
            report.Pipelines.Sum(p => p.Branches.Sum(b => b.DeadLetteredRecords)),
            report.Pipelines.Sum(p => p.FilteredRecords),
            dropped,
            report.LostBytes ?? new Dictionary<string, long>(),
            Math.Round(took.TotalSeconds, 3),
            pending == 0 ? null : pending,
            new RunLedger(report.Branches ?? [], report.Files ?? []));
    }

    // With several stores a record counts when the last of them has acknowledged it: what is not pending, filtered, dropped or dead-lettered anywhere. While
    // several stores lag, records that are pending at more than one of them are subtracted more than once, so that it never says too much.
    private static long AcknowledgedBy(PipelineReport pipeline)
    {
        if (pipeline.Branches is [var only])
        {
            return only.AcknowledgedRecords;
        }

        var unfinished = pipeline.FilteredRecords + pipeline.Dropped.Values.Sum() + pipeline.Branches.Sum(b => b.PendingRecords + b.DeadLetteredRecords + b.Dropped.Values.Sum());
        return Math.Max(0, pipeline.Read.Records - unfinished);
    }
}
