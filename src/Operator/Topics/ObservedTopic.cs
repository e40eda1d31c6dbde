namespace LogOperator.Operator.Topics;

/// <summary>A topic as the brokers describe it.</summary>
/// <param name="Id">Identity of this incarnation; null where the brokers do not tell.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="ReplicationFactor">Smallest number of replicas of any partition.</param>
/// <param name="Config">Its configuration, by Kafka's names.</param>
internal sealed record ObservedTopic(string? Id, int Partitions, int ReplicationFactor, IReadOnlyDictionary<string, string> Config);
