using Confluent.Kafka;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>What comes back with a delivery report: whose record it was.</summary>
/// <param name="Send">The call that sent it.</param>
/// <param name="Index">Index of the record in the request.</param>
/// <param name="Size">Bytes that it holds in the producer's queue.</param>
internal readonly record struct KafkaSlot(KafkaSend Send, int Index, int Size)
{
    /// <summary>
    /// Hands the encoded record to librdkafka, which copies it. The slot itself carries no bytes, so that nothing managed stays alive
    /// until the report. Used by the one thread that produces.
    /// </summary>
    internal sealed class Serializer : ISerializer<KafkaSlot>
    {
        public byte[] Payload { get; set; } = [];

        public byte[] Serialize(KafkaSlot data, SerializationContext context) => Payload;
    }
}
