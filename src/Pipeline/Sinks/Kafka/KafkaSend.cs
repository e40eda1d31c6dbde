namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>The state of one call: which records the broker has answered for, and how. Reports come from librdkafka's poll thread.</summary>
internal sealed class KafkaSend(SinkRequest request, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Failure> failures = [];
    private int unanswered = request.Records.Count;
    private long progress = time.GetTimestamp();

    /// <summary>What is sent.</summary>
    public SinkRequest Request => request;

    /// <summary>Completes when every record has its answer.</summary>
    public Task Completed => completed.Task;

    /// <summary>When a record was taken last, or when the call began.</summary>
    public long Progress => Interlocked.Read(ref progress);

    /// <summary>Counts records that the broker has taken, and those that were told to have <see cref="Failed"/>.</summary>
    public void Answered(int taken, int failed)
    {
        if (taken > 0)
        {
            Interlocked.Exchange(ref progress, time.GetTimestamp());
        }

        if (Interlocked.Add(ref unanswered, -taken - failed) == 0)
        {
            completed.TrySetResult();
        }
    }

    /// <summary>Notes why a record was not taken. It counts as answered only with <see cref="Answered"/>.</summary>
    public void Failed(int index, int size, KafkaError error)
    {
        lock (gate)
        {
            failures.Add(new Failure(index, size, error));
        }
    }

    /// <summary>Records that were not taken, in the order of the request. Complete once <see cref="Completed"/> is.</summary>
    public IReadOnlyList<Failure> Failures()
    {
        lock (gate)
        {
            return [.. failures.OrderBy(f => f.Index)];
        }
    }

    /// <param name="Index">Index in the request.</param>
    /// <param name="Size">Bytes of the encoded record and its key.</param>
    /// <param name="Error">What Kafka said.</param>
    internal readonly record struct Failure(int Index, int Size, KafkaError Error);
}
