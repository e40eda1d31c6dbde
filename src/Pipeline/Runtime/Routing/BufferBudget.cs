namespace LogOperator.Pipeline.Runtime.Routing;

/// <summary>
/// Bounds what the queues of all branches hold together. Two thirds of it are for whoever needs them; when they are used up, each branch may still hold its equal part of the
/// last third, so that branches whose stores are dead never stop the others. Used by readers and sink workers at once.
/// </summary>
/// <param name="limitBytes">Bytes that the queues may hold together; each may exceed it by one batch.</param>
internal sealed class BufferBudget(long limitBytes)
{
    private long held;
    private int branches;

    /// <summary>Called when the part for all, which was used up, has room again.</summary>
    public Action Emptied { get; set; } = static () => { };

    /// <summary>Bytes that the queues hold together.</summary>
    public long Held => Volatile.Read(ref held);

    private long ForAll => limitBytes / 3 * 2;

    private long ForEach => limitBytes / 3 / Math.Max(1, Volatile.Read(ref branches));

    /// <summary>Counts a branch that shares the budget.</summary>
    public void Join() => Interlocked.Increment(ref branches);

    /// <summary>Counts a branch no longer.</summary>
    public void Leave() => Interlocked.Decrement(ref branches);

    /// <summary>Whether a branch that holds so many bytes may take one more batch.</summary>
    public bool Admits(long branchBytes) => Held < ForAll || branchBytes < ForEach || branchBytes == 0;

    /// <summary>Counts bytes that a branch took.</summary>
    public void Take(long bytes) => Interlocked.Add(ref held, bytes);

    /// <summary>Counts bytes that a branch has no more.</summary>
    public void Free(long bytes)
    {
        var left = Interlocked.Add(ref held, -bytes);
        if (left < ForAll && left + bytes >= ForAll)
        {
            Emptied();
        }
    }
}
