using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Agent.Pace;

/// <summary>
/// Adds to reports what one of them alone cannot tell: how fast pipelines read, and whether branches keep up. Looks at most once a second, however often it is
/// asked. Safe for concurrent use.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class PaceWatch(TimeProvider time)
{
    private const string Deleted = "deleted";
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly long origin = time.GetTimestamp();
    private readonly Lock gate = new();
    private readonly Dictionary<string, ReadRate> rates = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Pipeline, string Store), BranchWatch> branches = [];
    private Dictionary<string, long?> bytesPerSecond = new(StringComparer.Ordinal);
    private Dictionary<(string Pipeline, string Store), BranchPace> paces = [];
    private TimeSpan? looked;

    /// <summary>The report with rates and paces.</summary>
    public HostReport Judge(HostReport report)
    {
        lock (gate)
        {
            var now = time.GetElapsedTime(origin);
            if (looked is null || now - looked >= Between)
            {
                looked = now;
                Look(report, now);
            }

            return report with { Pipelines = [.. report.Pipelines.Select(With)] };
        }
    }

    private PipelineReport With(PipelineReport pipeline)
    {
        var key = Key(pipeline);
        return pipeline with
        {
            BytesPerSecond = bytesPerSecond.GetValueOrDefault(key),
            Branches = [.. pipeline.Branches.Select(b => b with { Pace = paces.GetValueOrDefault((key, b.Store)) })],
        };
    }

    private void Look(HostReport report, TimeSpan now)
    {
        var lost = report.Branches?.ToDictionary(b => (b.Pipeline, b.Store), b => b.Bytes.Where(s => s.Fate == "lost").Sum(s => s.Bytes)) ?? [];
        var rated = new Dictionary<string, long?>(StringComparer.Ordinal);
        var judged = new Dictionary<(string Pipeline, string Store), BranchPace>();
        foreach (var pipeline in report.Pipelines)
        {
            var key = Key(pipeline);
            rated[key] = Of(rates, key).Observe(now, pipeline.Read.Bytes);
            foreach (var branch in pipeline.Branches)
            {
                var id = (key, branch.Store);
                var givenUp = Sum(pipeline.Dropped) + Sum(branch.Dropped) + lost.GetValueOrDefault(id);
                judged[id] = Of(branches, id).Observe(now, givenUp, TimeSpan.FromSeconds(pipeline.LagOf(branch)), branch);
            }
        }

        (bytesPerSecond, paces) = (rated, judged);
        Forget(rates, rated);
        Forget(branches, judged);
    }

    // What goes with its pipeline was meant to go.
    private static long Sum(IReadOnlyDictionary<string, long> dropped) => dropped.Where(d => d.Key != Deleted).Sum(d => d.Value);

    private static string Key(PipelineReport pipeline) => $"{pipeline.Namespace}/{pipeline.Name}";

    private static TValue Of<TKey, TValue>(Dictionary<TKey, TValue> all, TKey key)
        where TKey : notnull
        where TValue : new() =>
        all.TryGetValue(key, out var found) ? found : all[key] = new TValue();

    private static void Forget<TKey, TValue, TOther>(Dictionary<TKey, TValue> all, Dictionary<TKey, TOther> present)
        where TKey : notnull
    {
        foreach (var gone in all.Keys.Where(k => !present.ContainsKey(k)).ToList())
        {
            all.Remove(gone);
        }
    }
}
