namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>What was asked for, or why it is not known.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">The answer; null where there is a failure.</param>
/// <param name="Failure">Why there is no answer; null where there is one.</param>
public sealed record TopicAnswer<T>(T? Value, TopicFailure? Failure)
    where T : class;
