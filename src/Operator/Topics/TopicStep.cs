namespace LogOperator.Operator.Topics;

/// <summary>What is to be done about a topic next.</summary>
internal enum TopicStep
{
    /// <summary>Nothing; the verdict stands.</summary>
    None,

    /// <summary>Create it.</summary>
    Create,

    /// <summary>Add partitions.</summary>
    AddPartitions,

    /// <summary>Set configuration that differs.</summary>
    SetConfig,
}
