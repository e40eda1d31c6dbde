using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Network;

namespace LogOperator.EndToEnd.Tests.Environment;

/// <summary>The test kit's Kafka does to its clients what the tests of sinks rely on.</summary>
[Trait("Category", "Integration")]
public sealed class KafkaServerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Records_survive_a_kill_and_faults_of_the_network()
    {
        await using var kafka = await KafkaFixture.StartOwnAsync();
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2, ReplicationFactor = 1 }]);
        }

        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = kafka.ProxiedBootstrapServers,
            Acks = Acks.All,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

        await producer.ProduceAsync("t", new() { Value = "first" });
        kafka.Proxy.Fault = ProxyFault.BlackHole;
        var held = producer.ProduceAsync("t", new() { Value = "held" });
        kafka.Proxy.Fault = ProxyFault.None;
        await held.WaitAsync(Soon, TimeProvider.System);
        await kafka.KillAsync();
        var late = producer.ProduceAsync("t", new() { Value = "late" });
        await kafka.StartAsync();
        await late.WaitAsync(Soon, TimeProvider.System);

        var records = await KafkaReader.ReadAllAsync(kafka.BootstrapServers, "t");
        Assert.Equal(["first", "held", "late"], records.Select(record => record.Value).Distinct().Order());
    }

    [Fact]
    public async Task A_paused_broker_is_silent_until_it_is_resumed()
    {
        await using var kafka = await KafkaFixture.StartOwnAsync();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        admin.GetMetadata(Soon);

        kafka.Pause();
        Assert.Throws<KafkaException>(() => admin.GetMetadata(TimeSpan.FromMilliseconds(300)));
        kafka.Resume();

        Assert.NotEmpty(admin.GetMetadata(Soon).Brokers);
    }
}
