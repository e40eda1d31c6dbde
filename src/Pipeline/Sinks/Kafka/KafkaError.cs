using System.Runtime.InteropServices;
using Confluent.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Native;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>What went wrong with a record or with a client.</summary>
/// <param name="Code">Kafka's or librdkafka's number; its names are Confluent.Kafka's.</param>
/// <param name="Reason">The same in words.</param>
/// <param name="IsFatal">Whether the client can do nothing any more.</param>
internal sealed record KafkaError(ErrorCode Code, string Reason, bool IsFatal = false)
{
    /// <summary>The error with a number, in librdkafka's words.</summary>
    public static unsafe KafkaError Of(int code) => new((ErrorCode)code, Marshal.PtrToStringUTF8((nint)Librdkafka.Describe(code)) ?? "");
}
