namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>Why something could not be asked or done about a topic.</summary>
/// <param name="Reason">The kind of failure.</param>
/// <param name="Message">What was wanted and what Kafka said, as a sentence without secrets.</param>
public sealed record TopicFailure(TopicFailureReason Reason, string Message);
