namespace LogOperator.TestKit.Kafka;

/// <summary>A record as it lies in a topic; key, value and headers as UTF-8.</summary>
public sealed record KafkaRecord(
    string Topic, int Partition, long Offset, string? Key, string? Value, DateTimeOffset Timestamp, IReadOnlyDictionary<string, string> Headers);
