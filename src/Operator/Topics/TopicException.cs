namespace LogOperator.Operator.Topics;

/// <summary>The brokers did not do what they were asked to.</summary>
internal sealed class TopicException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Reason of the condition TopicsReady.</summary>
    public string Reason { get; } = reason;
}
