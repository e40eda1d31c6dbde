namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Counts what a producer holds, and tells when it holds less. Below librdkafka's own limits, so that those are not met.</summary>
/// <param name="mostBytes">Bytes at most; a single larger piece goes alone.</param>
/// <param name="mostMessages">Messages at most.</param>
internal sealed class KafkaRoom(long mostBytes, int mostMessages)
{
    private readonly Lock gate = new();
    private TaskCompletionSource? room;
    private TaskCompletionSource? empty;
    private long bytes;
    private int messages;

    /// <summary>After a refusal: completes when about half of it is free.</summary>
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

    /// <summary>Takes room for a piece.</summary>
    /// <returns>False where there is not enough.</returns>
    public bool TryTake(KafkaPiece piece)
    {
        lock (gate)
        {
            if (messages > 0 && (bytes + piece.Buffer.Length > mostBytes || messages + piece.Count > mostMessages))
            {
                room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                return false;
            }

            bytes += piece.Buffer.Length;
            messages += piece.Count;
            return true;
        }
    }

    /// <summary>Gives the room of a piece back.</summary>
    public void Leave(KafkaPiece piece)
    {
        lock (gate)
        {
            bytes -= piece.Buffer.Length;
            messages -= piece.Count;

            // Half empty before anybody is woken, so that nobody is woken for each piece.
            if (room is not null && bytes <= mostBytes / 2 && messages <= mostMessages / 2)
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
}
