namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Producers that are on their way out: freeing one takes a moment, more where brokers are dead, and no call waits for it.</summary>
/// <param name="time">The clock.</param>
internal sealed class KafkaRetirement(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly List<Task> leaving = [];

    /// <summary>Frees a producer in the background.</summary>
    public void Begin(KafkaProducer producer)
    {
        lock (gate)
        {
            leaving.RemoveAll(task => task.IsCompleted);
            leaving.Add(producer.DisposeAsync().AsTask());
        }
    }

    /// <summary>Completes when all are freed, or after a while: whoever stops waits for no network. What is left frees itself.</summary>
    public Task EndAsync()
    {
        lock (gate)
        {
            return Task.WhenAny(Task.WhenAll(leaving), Task.Delay(Patience, time));
        }
    }
}
