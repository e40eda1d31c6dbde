namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>A topic as the broker has it.</summary>
/// <param name="Exists">Whether it exists; if not, the rest says nothing.</param>
/// <param name="Id">Identity of this incarnation of the topic; null where the broker does not tell.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="ReplicationFactor">Number of replicas of the partition that has the fewest.</param>
/// <param name="Config">Settings in force, defaults included; sensitive ones are left out.</param>
public sealed record TopicState(bool Exists, string? Id, int Partitions, int ReplicationFactor, IReadOnlyDictionary<string, string> Config)
{
    /// <summary>A topic that does not exist.</summary>
    public static TopicState Missing { get; } = new(false, null, 0, 0, new Dictionary<string, string>());
}
