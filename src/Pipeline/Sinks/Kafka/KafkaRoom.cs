namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// Counts what a producer holds, and how much it may. librdkafka sends an idempotent producer's batches of a partition one after the other,
/// and while messages wait longer than <c>linger.ms</c> for their turn its thread asks for it without a pause. So it gets only as much as
/// leaves within half that time: less when pieces take longer, more when they leave sooner.
/// </summary>
/// <param name="mostBytes">Bytes at most; a single larger piece goes alone.</param>
/// <param name="leastBytes">Bytes that it may hold however slow the brokers are.</param>
/// <param name="mostMessages">Messages at most.</param>
/// <param name="stay">How long a piece may take.</param>
/// <param name="time">The clock.</param>
internal sealed class KafkaRoom(long mostBytes, long leastBytes, int mostMessages, TimeSpan stay, TimeProvider time)
{
    private readonly Lock gate = new();
    private long bound = long.MaxValue;
    private TaskCompletionSource? room;
    private TaskCompletionSource? empty;
    private long limit = Math.Min(mostBytes, 2 * leastBytes);
    private long shrunk = time.GetTimestamp();
    private long bytes;
    private int messages;

    /// <summary>Bytes that it may hold now.</summary>
    public long Limit
    {
        get
        {
            lock (gate)
            {
                return limit;
            }
        }
    }

    /// <summary>After a refusal: completes when there is room again.</summary>
    public Task Available
    {
        get
        {
            lock (gate)
            {
                return room?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Completes when nothing is held.</summary>
    public Task Empty
    {
        get
        {
            lock (gate)
            {
                return messages == 0 ? Task.CompletedTask : (empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Bounds what it may hold further; it is never less than what it may hold however slow the brokers are.</summary>
    /// <param name="bytes">Bytes at most.</param>
    public void Bound(long bytes)
    {
        lock (gate)
        {
            bound = Math.Max(bytes, Math.Min(leastBytes, mostBytes));
            limit = Math.Min(limit, bound);
        }
    }

    /// <summary>Takes room for a piece.</summary>
    /// <returns>False where there is not enough.</returns>
    public bool TryTake(KafkaPiece piece)
    {
        lock (gate)
        {
            if (messages > 0 && (bytes + piece.Bytes > limit || messages + piece.Count > mostMessages))
            {
                room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                return false;
            }

            piece.Added = time.GetTimestamp();
            bytes += piece.Bytes;
            messages += piece.Count;
            return true;
        }
    }

    /// <summary>Gives the room of a piece back.</summary>
    public void Leave(KafkaPiece piece)
    {
        lock (gate)
        {
            bytes -= piece.Bytes;
            messages -= piece.Count;
            Adjust(piece);

            // Not for each piece, but before librdkafka has nothing left.
            if (room is not null && bytes <= limit / 4 * 3 && messages <= mostMessages / 4 * 3)
            {
                Wake();
            }

            if (empty is not null && messages == 0)
            {
                empty.TrySetResult();
                empty = null;
            }
        }
    }

    /// <summary>Lets whoever waits for room look again.</summary>
    public void Wake()
    {
        lock (gate)
        {
            room?.TrySetResult();
            room = null;
        }
    }

    private void Adjust(KafkaPiece piece)
    {
        var now = time.GetTimestamp();
        var stayed = time.GetElapsedTime(piece.Added, now);
        if (stayed < stay / 2)
        {
            limit = Math.Min(Math.Min(bound, mostBytes), limit + (piece.Bytes / 4));
        }
        else if (stayed > stay && piece.Added >= shrunk)
        {
            // Once for all that were there at the same time.
            limit = Math.Max(leastBytes, limit / 4 * 3);
            shrunk = now;
        }
    }
}
