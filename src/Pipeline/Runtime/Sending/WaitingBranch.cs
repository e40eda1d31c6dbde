using LogOperator.Pipeline.Runtime.Routing;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>A branch as its sink worker knows it.</summary>
/// <param name="branch">The branch.</param>
internal sealed class WaitingBranch(Branch branch)
{
    private int listed;

    /// <summary>The branch.</summary>
    public Branch Branch => branch;

    /// <summary>Whether the worker does not take from it any more.</summary>
    public bool IsDetached { get; set; }

    /// <summary>Notes that it stands in the list of those that have something.</summary>
    /// <returns>False if it stood there already.</returns>
    public bool TryList() => Interlocked.Exchange(ref listed, 1) == 0;

    /// <summary>Notes that it was taken from the list; to be called before it is looked what it has.</summary>
    public void Unlist() => Interlocked.Exchange(ref listed, 0);
}
