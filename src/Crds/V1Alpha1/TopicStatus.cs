namespace LogOperator.Crds.V1Alpha1;

/// <summary>A Kafka topic of a store.</summary>
public sealed record TopicStatus
{
    /// <summary>Name of the topic.</summary>
    public required string Name { get; init; }

    /// <summary>Identity of this incarnation of the topic; a topic with another one is not ours.</summary>
    public string? Id { get; init; }

    /// <summary>Number of partitions.</summary>
    public int? Partitions { get; init; }
}
