using LogOperator.Pipeline.Sinks.Kafka;

namespace LogOperator.Operator.Topics;

/// <summary>Looks after topics on one Kafka cluster. Every call ends within a bounded time.</summary>
internal interface ITopicAdmin : IDisposable
{
    /// <summary>Looks at a topic.</summary>
    /// <exception cref="TopicException">The brokers cannot be reached or refuse.</exception>
    Task<TopicLook> LookAsync(string topic, CancellationToken cancellation);

    /// <summary>Creates the store's topic.</summary>
    /// <exception cref="TopicException">The brokers cannot be reached or refuse.</exception>
    Task CreateAsync(KafkaSinkSpec spec, CancellationToken cancellation);

    /// <summary>Raises the number of partitions.</summary>
    /// <exception cref="TopicException">The brokers cannot be reached or refuse.</exception>
    Task AddPartitionsAsync(string topic, int partitions, CancellationToken cancellation);

    /// <summary>Sets entries of a topic's configuration; others stay.</summary>
    /// <exception cref="TopicException">The brokers cannot be reached or refuse.</exception>
    Task SetConfigAsync(string topic, IReadOnlyDictionary<string, string> config, CancellationToken cancellation);
}
