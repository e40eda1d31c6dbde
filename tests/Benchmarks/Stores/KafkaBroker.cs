using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Parts;

namespace LogOperator.Benchmarks.Stores;

/// <summary>A real Kafka for one case. It is no part of what is measured, and it is not pinned.</summary>
internal sealed class KafkaBroker : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly KafkaServer server;
    private readonly IConsumer<Ignore, Ignore> consumer;
    private readonly IAdminClient admin;
    private int topics;

    private KafkaBroker(KafkaServer server)
    {
        this.server = server;
        consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = server.BootstrapServers, GroupId = "bench" }).Build();
        admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = server.BootstrapServers }).Build();
    }

    /// <summary>Starts it; null where the part is missing.</summary>
    public static async Task<KafkaBroker?> TryStartAsync()
    {
        var home = await Part.FindAsync("kafka");
        return home.Value is null
            ? null
            : new KafkaBroker(await KafkaServer.StartAsync(home.Value, properties: new Dictionary<string, string> { ["log.segment.delete.delay.ms"] = "1000" }));
    }

    /// <summary>Makes an empty topic.</summary>
    public async Task<KafkaTopic> CreateTopicAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{++topics}");
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = 1, ReplicationFactor = 1 }]);
        var topic = new KafkaTopic(server.BootstrapServers, name, consumer);

        // A client that asks too early remembers for a while that there is no such topic.
        while (!admin.GetMetadata(name, Timeout).Topics[0].Partitions.Exists(p => p.Leader >= 0))
        {
            await Task.Delay(Pause, TimeProvider.System);
        }

        return topic;
    }

    /// <summary>Deletes a topic, so that the disk does not fill.</summary>
    public Task DeleteTopicAsync(KafkaTopic topic) => admin.DeleteTopicsAsync([topic.Name]);

    public async ValueTask DisposeAsync()
    {
        consumer.Dispose();
        admin.Dispose();
        await server.DisposeAsync();
    }
}
