namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Producers that are on their way out: freeing one takes a moment, and no call waits for it.</summary>
internal sealed class KafkaRetirement
{
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

    /// <summary>Completes when all are freed.</summary>
    public Task EndAsync()
    {
        lock (gate)
        {
            return Task.WhenAll(leaving);
        }
    }
}
