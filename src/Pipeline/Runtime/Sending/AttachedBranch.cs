using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Routing;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>A branch with the worker that empties it.</summary>
/// <param name="branch">The branch.</param>
/// <param name="worker">The worker.</param>
internal sealed class AttachedBranch(Branch branch, SinkWorker worker)
{
    /// <summary>The branch.</summary>
    public Branch Branch => branch;

    /// <summary>The worker.</summary>
    public SinkWorker Worker => worker;

    /// <summary>The branch that takes what the store refuses; null if that is dropped. It lives no longer than this one.</summary>
    public AttachedBranch? DeadLetters { get; private set; }

    /// <summary>Gives it another branch for what the store refuses, or none.</summary>
    /// <returns>The one that it had.</returns>
    public AttachedBranch? Send(AttachedBranch? deadLetters)
    {
        var before = DeadLetters;
        DeadLetters = deadLetters;
        branch.DeadLetters = deadLetters?.Branch;
        return before;
    }

    /// <summary>Ends the branch, and with it that for what the store refused.</summary>
    /// <param name="fate">What becomes of what is unfinished; null if somebody else reads it again.</param>
    /// <returns>Records that were unfinished.</returns>
    public long End(ByteFate? fate = null)
    {
        worker.Detach(branch);
        var unfinished = branch.Close(fate);
        DeadLetters?.End();
        return unfinished;
    }
}
