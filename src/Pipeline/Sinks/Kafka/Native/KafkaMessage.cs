using System.Runtime.InteropServices;

namespace LogOperator.Pipeline.Sinks.Kafka.Native;

/// <summary>librdkafka's <c>rd_kafka_message_t</c>: what goes in with a batch, and what comes back as a delivery report.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KafkaMessage
{
    /// <summary>What went wrong; 0 if nothing did.</summary>
    public int Error;

    /// <summary>The topic, in reports.</summary>
    public nint Topic;

    /// <summary>The partition, in reports.</summary>
    public int Partition;

    /// <summary>The value. Not copied: it must stay where it is until the report.</summary>
    public byte* Payload;

    /// <summary>Bytes of the value.</summary>
    public nuint Length;

    /// <summary>The key, copied by librdkafka; null lets the partitioner choose.</summary>
    public byte* Key;

    /// <summary>Bytes of the key.</summary>
    public nuint KeyLength;

    /// <summary>The offset that the broker gave it, in reports.</summary>
    public long Offset;

    /// <summary>Comes back with the report as it was given.</summary>
    public nint Opaque;
}
