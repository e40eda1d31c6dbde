namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Which replicas must have a record.</summary>
public enum KafkaAcks
{
    /// <summary>All that are in sync.</summary>
    All,

    /// <summary>The partition's leader.</summary>
    Leader,
}
