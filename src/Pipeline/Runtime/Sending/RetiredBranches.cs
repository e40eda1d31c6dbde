using LogOperator.Pipeline.Buffering;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>Branches of deleted pipelines: they go on delivering what was read until they are idle or their time is up.</summary>
internal sealed class RetiredBranches(TimeProvider time, ILogger logger)
{
    private readonly List<(AttachedBranch Branch, long Since, TimeSpan DrainTimeout)> retired = [];
    private readonly Lock gate = new();

    /// <summary>Adds a branch that nobody fills any more.</summary>
    public void Add(AttachedBranch branch, TimeSpan drainTimeout)
    {
        lock (gate)
        {
            retired.Add((branch, time.GetTimestamp(), drainTimeout));
        }
    }

    /// <summary>Takes a branch back into use, when its pipeline was created again in the meantime.</summary>
    public AttachedBranch? TakeBack(string pipeline, SinkWorker worker)
    {
        lock (gate)
        {
            var index = retired.FindIndex(r => r.Branch.Branch.Pipeline == pipeline && r.Branch.Worker == worker);
            if (index < 0)
            {
                return null;
            }

            var branch = retired[index].Branch;
            retired.RemoveAt(index);
            return branch;
        }
    }

    /// <summary>Ends the branches that are idle or have had their time.</summary>
    public void Sweep()
    {
        lock (gate)
        {
            for (var i = retired.Count - 1; i >= 0; i--)
            {
                var (branch, since, timeout) = retired[i];
                if (branch.Branch.IsIdle || time.GetElapsedTime(since) >= timeout)
                {
                    if (branch.End(ByteFate.DroppedDeleted) is var records and > 0)
                    {
                        Log.DrainEnded(logger, branch.Branch.Pipeline, records, branch.Branch.Store);
                    }

                    retired.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Whether nothing is left to deliver.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return retired.All(r => r.Branch.Branch.IsIdle);
            }
        }
    }
}
