using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

internal static class KafkaTest
{
    private static int topics;

    public static SinkSpec Store(string servers, string topic, AuthSpec? auth = null, TlsSpec? tls = null) => new()
    {
        Kafka = new KafkaSinkSpec { BootstrapServers = [servers], Topic = new KafkaTopicSpec { Name = topic } },
        Auth = auth,
        Tls = tls,
    };

    /// <summary>Makes a topic of the test's own.</summary>
    public static async Task<string> CreateTopicAsync(string servers, int partitions = 1, Dictionary<string, string>? config = null)
    {
        var name = $"test-{Interlocked.Increment(ref topics)}";
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = config }]);
        return name;
    }

    public static async Task<IReadOnlyList<string>> TopicsAsync(string servers) => await Task.Run<IReadOnlyList<string>>(() =>
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        return [.. admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Select(t => t.Topic)];
    });
}
