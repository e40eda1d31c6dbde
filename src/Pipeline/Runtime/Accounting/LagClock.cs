namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>
/// Tells for how long bytes of a stream have been there that a branch has not finished: remembers how much there was to finish, and when.
/// The memory is bounded: beyond it, every other moment is forgotten. Not safe for concurrent use.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LagClock(TimeProvider time)
{
    private const int Most = 32;
    private readonly List<(long At, long Goal)> moments = [];

    /// <summary>Takes notice of how far the branch is.</summary>
    /// <param name="finished">Bytes that it has finished since some moment in the past.</param>
    /// <param name="pending">Bytes that are there and unfinished.</param>
    /// <returns>Since when the oldest unfinished bytes have been there, as far as it was noticed.</returns>
    public TimeSpan Observe(long finished, long pending)
    {
        moments.RemoveAll(m => m.Goal <= finished || pending == 0);
        if (pending > 0 && (moments.Count == 0 || moments[^1].Goal < finished + pending))
        {
            if (moments.Count == Most)
            {
                Thin();
            }

            moments.Add((time.GetTimestamp(), finished + pending));
        }

        return moments.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(moments[0].At);
    }

    private void Thin()
    {
        for (var i = Most - 2; i > 0; i -= 2)
        {
            moments.RemoveAt(i);
        }
    }
}
