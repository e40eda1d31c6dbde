namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Whether and how the operator makes the topic.</summary>
public sealed partial record KafkaTopicManagementSpec
{
    /// <summary>What the operator does. Default None.</summary>
    public TopicPolicy? Policy { get; init; }

    /// <summary>Number of partitions. Default the broker's.</summary>
    public int? Partitions { get; init; }

    /// <summary>Number of replicas. Default the broker's.</summary>
    public int? ReplicationFactor { get; init; }

    /// <summary>Topic configuration by Kafka's names, such as <c>retention.ms</c>; values are strings.</summary>
    public IReadOnlyDictionary<string, string>? Config { get; init; }

    /// <summary>What becomes of the topic when the store is deleted. Default Retain.</summary>
    public TopicDeletion? DeletionPolicy { get; init; }
}
