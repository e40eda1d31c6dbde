namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>What decides the partition of a record.</summary>
public sealed partial record KafkaKeySpec
{
    /// <summary>Text with places such as <c>{pod.uid}</c>, <c>{namespace}</c>, <c>{pod.name}</c>, <c>{container}</c>, <c>{node}</c>.</summary>
    public required string Template { get; init; }
}
