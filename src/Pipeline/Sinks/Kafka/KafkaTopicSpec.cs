namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>The topic that records go to.</summary>
public sealed partial record KafkaTopicSpec
{
    /// <summary>Name of the topic.</summary>
    public required string Name { get; init; }
}
