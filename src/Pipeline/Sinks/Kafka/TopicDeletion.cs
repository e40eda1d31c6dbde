namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>What becomes of a topic when its store is deleted.</summary>
public enum TopicDeletion
{
    /// <summary>It stays.</summary>
    Retain,

    /// <summary>It is deleted, if the operator created it for this store and no other store uses it.</summary>
    Delete,
}
