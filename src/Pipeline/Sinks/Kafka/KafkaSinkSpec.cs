using FluentValidation;
using LogOperator.Pipeline.Sinks.Kafka;

namespace LogOperator.Pipeline.Sinks.Kafka
{
    /// <summary>Apache Kafka.</summary>
    public sealed partial record KafkaSinkSpec : ISinkKind
    {
        /// <summary>Brokers to begin with, as host:port.</summary>
        public required IReadOnlyList<string> BootstrapServers { get; init; }

        /// <summary>The topic that records go to.</summary>
        public required KafkaTopicSpec Topic { get; init; }

        /// <summary>What decides the partition. Default one key per pod and container, which keeps their order.</summary>
        public KafkaKeySpec? Key { get; init; }

        /// <summary>Which replicas must have a record before it counts as delivered. Default All.</summary>
        public KafkaAcks? Acks { get; init; }

        /// <summary>Whether the broker removes duplicates of retries. Default true.</summary>
        public bool? Idempotent { get; init; }

        /// <summary>Compression. Default Zstd.</summary>
        public KafkaCompression? Compression { get; init; }

        /// <summary>Whether and how the operator makes the topic.</summary>
        public KafkaTopicManagementSpec? TopicManagement { get; init; }

        bool ISinkKind.ClusterOnly => false;

        int ISinkKind.DefaultConcurrency => 8;

        IValidator Configuration.ISpec.Rules => KafkaSinkRules.Instance;

        ISink ISinkKind.Build(SinkContext context) => new KafkaSink(this, context);
    }
}

namespace LogOperator.Pipeline.Sinks
{
    public sealed partial record SinkSpec
    {
        /// <summary>Apache Kafka.</summary>
        public KafkaSinkSpec? Kafka { get; init => field = Choose(value); }
    }
}
