using Confluent.Kafka;

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

    /// <summary>Notes that the broker has taken a record.</summary>
    public void Taken()
    {
        Interlocked.Exchange(ref progress, time.GetTimestamp());
        Answered();
    }

    /// <summary>Notes that a record was not taken.</summary>
    public void Failed(int index, int size, Error error)
    {
        lock (gate)
        {
            failures.Add(new Failure(index, size, error));
        }

        Answered();
    }

    /// <summary>Records that were not taken, in the order of the request. Complete once <see cref="Completed"/> is.</summary>
    public IReadOnlyList<Failure> Failures()
    {
        lock (gate)
        {
            return [.. failures.OrderBy(f => f.Index)];
        }
    }

    private void Answered()
    {
        if (Interlocked.Decrement(ref unanswered) == 0)
        {
            completed.TrySetResult();
        }
    }

    /// <param name="Index">Index in the request.</param>
    /// <param name="Size">Bytes of the encoded record and its key.</param>
    /// <param name="Error">What Kafka said.</param>
    internal readonly record struct Failure(int Index, int Size, Error Error);
}
