namespace LogOperator.Operator.Topics;

/// <summary>What the brokers say of a topic.</summary>
/// <param name="ClusterId">Id of the Kafka cluster.</param>
/// <param name="Topic">The topic; null if there is none.</param>
internal sealed record TopicLook(string ClusterId, ObservedTopic? Topic);
