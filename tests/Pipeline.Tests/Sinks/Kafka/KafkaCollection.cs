using LogOperator.TestKit.Kafka;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

/// <summary>Tests that share one broker and run one after the other, so that librdkafka's clients can be counted.</summary>
[CollectionDefinition("Kafka")]
public sealed class KafkaCollection : ICollectionFixture<KafkaFixture>;
