using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>Tells why an administrative call failed.</summary>
internal static class TopicFailures
{
    /// <summary>The error of the one topic that a call was about; it hides in a different place for each call.</summary>
    public static Error ErrorOf(KafkaException exception) => exception switch
    {
        CreateTopicsException e => e.Results[0].Error,
        CreatePartitionsException e => e.Results[0].Error,
        DescribeTopicsException e => e.Results.TopicDescriptions[0].Error,
        DescribeConfigsException e => e.Results[0].Error,
        IncrementalAlterConfigsException e => e.Results[0].Error,
        _ => exception.Error,
    };

    /// <summary>What a failure is to be called.</summary>
    /// <param name="what">What was to be done.</param>
    /// <param name="error">The call's error.</param>
    /// <param name="trouble">What the client said of its connections last; null if nothing.</param>
    /// <param name="servers">Where the brokers should be.</param>
    public static TopicFailure Explain(string what, Error error, Error? trouble, string servers)
    {
        var reason = ReasonOf(error.Code);
        if (reason == TopicFailureReason.Unreachable && trouble is not null)
        {
            // The call only saw its time run out; why stands in what the client said meanwhile.
            reason = ReasonOf(trouble.Code) == TopicFailureReason.AuthFailed ? TopicFailureReason.AuthFailed : reason;
            return new(reason, $"cannot {what}: broker {servers}: {trouble.Reason}");
        }

        return new(reason, reason == TopicFailureReason.Unreachable ? $"cannot {what}: broker {servers}: {error.Reason}" : $"cannot {what}: {error.Reason}");
    }

    private static TopicFailureReason ReasonOf(ErrorCode code) => code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic => TopicFailureReason.NotFound,
        ErrorCode.TopicAlreadyExists => TopicFailureReason.AlreadyExists,
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => TopicFailureReason.Denied,
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism or ErrorCode.Local_Ssl
            => TopicFailureReason.AuthFailed,
        ErrorCode.InvalidConfig or ErrorCode.InvalidPartitions or ErrorCode.InvalidReplicationFactor or ErrorCode.InvalidReplicaAssignment
            or ErrorCode.PolicyViolation or ErrorCode.TopicException or ErrorCode.InvalidRequest => TopicFailureReason.Invalid,
        _ => TopicFailureReason.Unreachable,
    };
}
