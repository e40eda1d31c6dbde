namespace LogOperator.Agent.Pace;

/// <summary>Mean of what a counter grew by in a second, over the last minute. Not safe for concurrent use.</summary>
internal sealed class ReadRate
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    private readonly Queue<(TimeSpan At, long Bytes)> looks = new();
    private (TimeSpan At, long Bytes) last;

    /// <summary>Takes notice of the counter.</summary>
    /// <returns>Null while it is known for less than 10 s.</returns>
    public long? Observe(TimeSpan now, long bytes)
    {
        if (bytes < last.Bytes)
        {
            // A pipeline that was deleted and made again begins to count anew.
            looks.Clear();
        }

        if (looks.Count == 0 || now - last.At >= Step)
        {
            last = (now, bytes);
            looks.Enqueue(last);
        }

        // The oldest look that is a whole span ago serves until the next one is.
        while (looks.Count > 1 && now - looks.ElementAt(1).At >= Span)
        {
            looks.Dequeue();
        }

        var (at, before) = looks.Peek();
        return now - at >= Step ? (long)((bytes - before) / (now - at).TotalSeconds) : null;
    }
}
