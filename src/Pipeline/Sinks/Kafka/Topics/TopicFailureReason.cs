namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>Why something could not be asked or done about a topic.</summary>
public enum TopicFailureReason
{
    /// <summary>No broker answered in time.</summary>
    Unreachable,

    /// <summary>The broker does not know us, or its certificate is not trusted.</summary>
    AuthFailed,

    /// <summary>The broker knows us and does not let us.</summary>
    Denied,

    /// <summary>The broker refuses the values: a setting, a number of partitions or replicas, a policy.</summary>
    Invalid,

    /// <summary>The topic does not exist.</summary>
    NotFound,

    /// <summary>The topic exists already.</summary>
    AlreadyExists,

    /// <summary>A secret value or the native library is missing on our side.</summary>
    NotConfigured,
}
