namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>One way in which a topic is not as declared and will not be made so.</summary>
/// <param name="Reason">Reason of the status table: <c>TopicMissing</c>, <c>PartitionsDrift</c>, <c>ReplicationMismatch</c>, <c>ConfigDrift</c>.</param>
/// <param name="Message">What was declared and what was found.</param>
public sealed record TopicDrift(string Reason, string Message);
