using System.Globalization;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>The ledgers of the pipelines that run, file by file.</summary>
internal static class RunningLedgers
{
    private const int Surplus = 512;

    /// <summary>The files with the most unacknowledged bytes.</summary>
    /// <param name="running">The pipelines that run.</param>
    /// <param name="most">Most files.</param>
    public static IReadOnlyList<FileLedgerReport> Files(IEnumerable<RunningPipeline> running, int most)
    {
        var found = new List<(string Pipeline, string Store, ILogFile File, LedgerEntry Entry)>();
        var ofStream = new List<(ILogFile File, LedgerEntry Entry)>();
        foreach (var pipeline in running)
        {
            foreach (var branch in pipeline.Branches)
            {
                foreach (var stream in pipeline.Streams)
                {
                    branch.TrackerOf(stream.Key).Read(stream.Files, ofStream);
                    found.AddRange(ofStream.Select(f => (pipeline.Config.Key, branch.Store, f.File, f.Entry)));
                    if (found.Count - most > Surplus)
                    {
                        found = [.. Ordered(found).Take(most)];
                    }
                }
            }
        }

        return
        [
            .. Ordered(found).Take(most).Select(f => new FileLedgerReport
            {
                Pipeline = f.Pipeline,
                Store = f.Store,
                Path = f.File.Path,
                FileId = f.File.Id.ToString("x16", CultureInfo.InvariantCulture),
                Ledger = LedgerReports.Of(f.Entry),
            }),
        ];
    }

    /// <summary>Writes what the branches have finished out of order into the checkpoints.</summary>
    public static void Note(IEnumerable<RunningPipeline> running)
    {
        foreach (var pipeline in running)
        {
            foreach (var branch in pipeline.Branches)
            {
                foreach (var tracker in branch.Trackers)
                {
                    tracker.Note();
                }
            }
        }
    }

    /// <summary>Notes how far the branches are.</summary>
    public static void Observe(IEnumerable<RunningPipeline> running)
    {
        var found = new List<(ILogFile File, LedgerEntry Entry)>();
        foreach (var pipeline in running)
        {
            foreach (var branch in pipeline.Branches)
            {
                foreach (var stream in pipeline.Streams)
                {
                    branch.TrackerOf(stream.Key).Read(stream.Files, found);
                }
            }
        }
    }

    /// <summary>The process ends: what is in memory only, of files that are gone, is lost; what else is finished goes into the checkpoints.</summary>
    public static void Leave(IEnumerable<RunningPipeline> running)
    {
        foreach (var tracker in running.SelectMany(p => p.Branches).SelectMany(b => b.Trackers))
        {
            tracker.Leave();
        }
    }

    private static IEnumerable<(string Pipeline, string Store, ILogFile File, LedgerEntry Entry)> Ordered(
        IEnumerable<(string Pipeline, string Store, ILogFile File, LedgerEntry Entry)> files) =>
        files.OrderByDescending(f => f.Entry.Pending).ThenBy(f => f.File.Path, StringComparer.Ordinal);
}
