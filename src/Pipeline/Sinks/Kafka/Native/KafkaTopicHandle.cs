namespace LogOperator.Pipeline.Sinks.Kafka.Native;

/// <summary>A topic as a producer knows it.</summary>
internal sealed class KafkaTopicHandle(KafkaClientHandle client, string name) : KafkaPartHandle(client, Librdkafka.NewTopic(client, name, 0))
{
    /// <inheritdoc/>
    protected override void Free(nint part) => Librdkafka.DestroyTopic(part);
}
