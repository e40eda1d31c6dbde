using System.Net;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.Pipeline.Tests.Sinks.Kafka;
using LogOperator.TestKit.Kafka;

namespace LogOperator.Pipeline.Tests.Sinks.Endpoints;

[Collection("Kafka")]
[Trait("Category", "Integration")]
public sealed class GuardedKafkaTests(KafkaFixture kafka)
{
    [Fact]
    public async Task Brokers_at_a_refused_address_are_never_connected_to_and_the_verdict_says_why()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = Build(topic, new EndpointGuard([], []));

        var result = await SinkTest.SendAsync(sink, "x");

        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("is loopback, where a LogStore may not lead", result.Detail, StringComparison.Ordinal);
        Assert.Empty(await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic));
    }

    [Fact]
    public async Task Judged_connections_deliver()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = Build(topic, new EndpointGuard([], [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]));

        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
        Assert.Single(await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic));
    }

    private ISink Build(string topic, EndpointGuard guard)
    {
        var spec = KafkaTest.Store(kafka.Server.BootstrapServers, topic);
        return spec.Chosen!.Build(SinkTest.Context(spec) with { Guard = guard });
    }
}
