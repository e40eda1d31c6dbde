namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>What the operator does about a topic.</summary>
public enum TopicPolicy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Looks whether it exists as wanted and says so in the status.</summary>
    Observe,

    /// <summary>Creates it if it is missing.</summary>
    Create,

    /// <summary>Creates it and keeps partitions (upwards only) and configuration as declared.</summary>
    Manage,
}
