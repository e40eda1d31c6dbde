using LogOperator.Pipeline.Sinks;
using LogOperator.TestKit.Kafka;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

[Collection("Kafka")]
[Trait("Category", "Integration")]
public sealed class KafkaSinkTests(KafkaFixture kafka)
{
    [Fact]
    public async Task Records_arrive_in_order_under_their_key()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers, partitions: 3);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.BootstrapServers, topic));
        var lines = Enumerable.Range(0, 500).Select(i => $"line {i}").ToArray();
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, lines)).Outcome);

        var records = await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic);
        Assert.Equal(lines, records.Select(r => SinkTest.Body(r.Value!)));
        Assert.All(records, r => Assert.Equal("0b0e3c1e-8d5c-4f43-9b0b-5c6f3b8f0a11/app", r.Key));
        Assert.Single(records.Select(r => r.Partition).Distinct());
        Assert.All(records, r => Assert.Empty(r.Headers));
    }

    [Fact]
    public async Task Requests_in_flight_together_keep_the_order_of_their_calls()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.BootstrapServers, topic));
        var sends = Enumerable.Range(0, 8).Select(n => SinkTest.SendAsync(sink, [.. Enumerable.Range(n * 100, 100).Select(i => $"{i}")])).ToArray();
        Assert.All(await Task.WhenAll(sends), r => Assert.Equal(SendOutcome.Delivered, r.Outcome));

        var records = await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic);
        Assert.Equal(Enumerable.Range(0, 800).Select(i => $"{i}"), records.Select(r => SinkTest.Body(r.Value!)));
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_a_matter_of_configuration_and_is_not_created()
    {
        await using var server = await KafkaFixture.StartOwnAsync(properties: new Dictionary<string, string> { ["auto.create.topics.enable"] = "true" });
        await using var sink = SinkTest.Build(KafkaTest.Store(server.BootstrapServers, "nowhere"));
        var result = await SinkTest.SendAsync(sink, "a", "b");
        Assert.Equal((SendOutcome.Misconfigured, "topic nowhere does not exist"), (result.Outcome, result.Detail));
        Assert.DoesNotContain("nowhere", await KafkaTest.TopicsAsync(server.BootstrapServers));
    }
}
