namespace LogOperator.Pipeline.Sinks.Kafka.Native;

/// <summary>The queue of a client's events.</summary>
internal sealed class KafkaQueueHandle(KafkaClientHandle client) : KafkaPartHandle(client, Librdkafka.MainQueue(client))
{
    /// <inheritdoc/>
    protected override void Free(nint part) => Librdkafka.DestroyQueue(part);
}
