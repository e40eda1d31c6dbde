namespace LogOperator.Pipeline.Runtime;

/// <summary>A run of a request's records that came from one batch of one branch. Changed by the request's own delivery only.</summary>
/// <param name="batch">The batch.</param>
/// <param name="first">Index of the first record in the request.</param>
/// <param name="count">Number of records.</param>
internal sealed class RequestPart(QueuedBatch batch, int first, int count)
{
    /// <summary>The branch.</summary>
    public Branch Branch => batch.Branch;

    /// <summary>Index of the first record in the request.</summary>
    public int First => first;

    /// <summary>Index behind the last record in the request.</summary>
    public int End { get; } = first + count;

    /// <summary>Records that are neither acknowledged nor dropped.</summary>
    public int Unfinished { get; private set; } = count;

    /// <summary>Finishes records.</summary>
    public void Finish(int finished)
    {
        Unfinished -= finished;
        batch.Finish(finished);
    }

    /// <summary>Gives up what is unfinished, without acknowledging it.</summary>
    public void Abandon()
    {
        var left = Unfinished;
        Unfinished = 0;
        batch.Branch.GivenUp(left);
        batch.Abandon(left);
    }
}
