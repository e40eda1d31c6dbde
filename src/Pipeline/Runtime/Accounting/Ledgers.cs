using System.Collections.Concurrent;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sources.Files;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>The ledgers of all branches of a host, those of deleted pipelines included. Safe for concurrent use.</summary>
internal sealed class Ledgers(CheckpointStore checkpoints, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<(string Pipeline, string Store), BranchLedger> sums = new();
    private readonly ConcurrentDictionary<Branch, bool> open = new();

    /// <summary>Lost bytes of all branches by reason; null if none are.</summary>
    public IReadOnlyDictionary<string, long>? LostBytes
    {
        get
        {
            var lost = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (reason, bytes) in Sums().SelectMany(s => s.Bytes).Where(b => b.Fate == "lost").Select(b => (b.Reason!, b.Bytes)))
            {
                lost[reason] = lost.GetValueOrDefault(reason) + bytes;
            }

            return lost.Count == 0 ? null : lost;
        }
    }

    /// <summary>The sums of a branch.</summary>
    public BranchLedger Of(string pipeline, string store) => sums.GetOrAdd((pipeline, store), k => new BranchLedger(k.Pipeline, k.Store, time));

    /// <summary>Takes a branch's open ledgers into the sums, until it is closed.</summary>
    public void Opened(Branch branch) => open[branch] = true;

    /// <summary>What every branch counted since the process began, ordered by pipeline and store.</summary>
    public IReadOnlyList<BranchSums> Sums()
    {
        foreach (var (branch, _) in open)
        {
            if (branch.IsClosed)
            {
                open.TryRemove(branch, out _);
            }
        }

        var found = new List<BranchSums>();
        foreach (var (key, ledger) in sums.OrderBy(s => s.Key.Pipeline, StringComparer.Ordinal).ThenBy(s => s.Key.Store, StringComparer.Ordinal))
        {
            var (counted, duplicates) = (default(FateBytes), 0L);
            foreach (var (branch, _) in open)
            {
                if (branch.Ledger == ledger)
                {
                    foreach (var tracker in branch.Trackers)
                    {
                        tracker.Count(ref counted, ref duplicates);
                    }
                }
            }

            var (fates, told) = ledger.Tell(counted, duplicates);
            found.Add(new BranchSums { Pipeline = key.Pipeline, Store = key.Store, Bytes = BytesOf(fates), Duplicates = told, Gone = LedgerReports.Of(ledger.Gone) });
        }

        return found;
    }

    /// <summary>Notes that a file is given up, for everybody who has still to acknowledge bytes of it.</summary>
    /// <param name="running">The pipelines that run.</param>
    /// <param name="stream">The file's stream.</param>
    /// <param name="file">The file.</param>
    /// <param name="reason">Why.</param>
    public void GiveUp(IReadOnlyCollection<RunningPipeline> running, ILogStream stream, ILogFile file, ByteFate reason)
    {
        var told = new HashSet<(string Pipeline, string Store)>();
        foreach (var pipeline in running.Where(p => p.Follows(stream)))
        {
            foreach (var branch in pipeline.Branches)
            {
                told.Add((branch.Pipeline, branch.Store));
                branch.TrackerOf(stream.Key).GiveUp(file, stream.Files, reason);
            }
        }

        // Who stood in the file and is gone may come back within the day: what was still to be read is lost then.
        // A file that had a name goes by itself, and is nobody's loss: its link was kept for them.
        var isKept = reason is ByteFate.LostOrphaned or ByteFate.LostRetention;
        told.UnionWith(open.Keys.Select(b => (b.Pipeline, b.Store)));
        foreach (var (key, checkpoint) in isKept ? checkpoints.Of(file.Id).Where(c => !told.Contains((c.Key.Pipeline, c.Key.Store))) : [])
        {
            var finished = checkpoint.Finished?.Sum(r => r.To - r.From) ?? 0;
            var left = file.Size - Math.Min(checkpoint.Skip, file.Size) + (checkpoint.Account?.Held ?? 0) - finished;
            if (left > 0)
            {
                Of(key.Pipeline, key.Store).Lose(reason, left);
                Log.BytesLost(logger, file.Path, left, key.Pipeline, key.Store, LedgerReports.NameOf(reason).Reason);
                checkpoints.Set(key, new(file.Size, file.Size));
            }
        }
    }

    /// <summary>Notes that the process ends and nothing from an offset on is left of a file that is gone.</summary>
    /// <param name="running">The pipelines that run.</param>
    /// <param name="stream">The file's stream.</param>
    /// <param name="file">The file.</param>
    /// <param name="from">The offset.</param>
    public void CutOff(IReadOnlyCollection<RunningPipeline> running, ILogStream stream, ILogFile file, long from)
    {
        foreach (var branch in running.Where(p => p.Follows(stream)).SelectMany(p => p.Branches))
        {
            if (branch.TrackerOf(stream.Key).UnfinishedBehind(file, from) is > 0 and var lost)
            {
                Of(branch.Pipeline, branch.Store).Lose(ByteFate.LostRetention, lost);
                Log.BytesLost(logger, file.Path, lost, branch.Pipeline, branch.Store, LedgerReports.NameOf(ByteFate.LostRetention).Reason);
            }
        }
    }

    private static List<ByteSum> BytesOf(long[] fates)
    {
        var found = new List<ByteSum>();
        for (var fate = 0; fate < fates.Length; fate++)
        {
            if (fates[fate] != 0)
            {
                var (kind, reason) = LedgerReports.NameOf((ByteFate)fate);
                found.Add(new ByteSum(kind, reason.Length == 0 ? null : reason, fates[fate]));
            }
        }

        return found;
    }
}
