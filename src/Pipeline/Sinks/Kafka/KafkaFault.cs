using Confluent.Kafka;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Whose fault an error of Kafka's is. Codes: Kafka protocol guide, "Error Codes"; librdkafka's own: rdkafka.h.</summary>
internal enum KafkaFault
{
    /// <summary>Nobody's for long: to be tried again.</summary>
    Passing,

    /// <summary>The configuration's, here or on the broker.</summary>
    Configuration,

    /// <summary>The record's.</summary>
    Record,

    /// <summary>The size of the record, or of the batch that it was sent in.</summary>
    Size,
}

/// <summary>Sorts errors.</summary>
internal static class KafkaFaults
{
    /// <summary>Whose fault an error is.</summary>
    public static KafkaFault Of(ErrorCode code) => code switch
    {
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge => KafkaFault.Size,
        ErrorCode.InvalidRecord or ErrorCode.InvalidMsgSize or ErrorCode.InvalidTimestamp => KafkaFault.Record,
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.TopicException
            or ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed
            or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism
            or ErrorCode.IllegalSaslState or ErrorCode.Local_Ssl or ErrorCode.InvalidRequiredAcks or ErrorCode.PolicyViolation
            or ErrorCode.UnsupportedCompressionType or ErrorCode.Local_UnsupportedFeature or ErrorCode.Local_InvalidArg => KafkaFault.Configuration,
        _ => KafkaFault.Passing,
    };
}
