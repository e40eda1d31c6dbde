using System.Diagnostics;
using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Topics;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Network;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka.Topics;

[Collection("Kafka")]
[Trait("Category", "Integration")]
public sealed class KafkaTopicAdminTests(KafkaFixture kafka)
{
    private static readonly KafkaTopicManagementSpec Wanted = new()
    {
        Policy = TopicPolicy.Manage,
        Partitions = 3,
        ReplicationFactor = 1,
        Config = new Dictionary<string, string> { ["retention.ms"] = "3600000" },
    };

    [Fact]
    public async Task A_topic_is_created_as_declared_and_then_there_is_nothing_left_to_do()
    {
        await using var admin = Open(kafka.Server.BootstrapServers);
        var missing = await admin.DescribeAsync("declared", CancellationToken.None);
        Assert.Equal((TopicState.Missing, null), (missing.Value, missing.Failure));
        Assert.True(TopicPlan.Of(Wanted, missing.Value!).Create);

        Assert.Null(await admin.CreateAsync("declared", Wanted, CancellationToken.None));
        var found = (await admin.DescribeAsync("declared", CancellationToken.None)).Value!;
        Assert.Equal((true, 3, 1, "3600000"), (found.Exists, found.Partitions, found.ReplicationFactor, found.Config["retention.ms"]));
        Assert.False(string.IsNullOrEmpty(found.Id));
        Assert.True(TopicPlan.Of(Wanted, found).IsEmpty);

        Assert.Equal(TopicFailureReason.AlreadyExists, (await admin.CreateAsync("declared", Wanted, CancellationToken.None))?.Reason);
    }

    [Fact]
    public async Task Partitions_grow_and_settings_change()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers, config: new() { ["cleanup.policy"] = "compact" });
        await using var admin = Open(kafka.Server.BootstrapServers);
        var plan = TopicPlan.Of(Wanted, (await admin.DescribeAsync(topic, CancellationToken.None)).Value!);
        Assert.Null(await admin.IncreasePartitionsAsync(topic, plan.Partitions!.Value, CancellationToken.None));
        Assert.Null(await admin.AlterConfigsAsync(topic, plan.Config, CancellationToken.None));

        // The broker answers from its copy of the metadata, which follows a moment later.
        var found = (await admin.DescribeAsync(topic, CancellationToken.None)).Value!;
        for (var watch = Stopwatch.StartNew(); !TopicPlan.Of(Wanted, found).IsEmpty && watch.Elapsed < KafkaTopicAdmin.Timeout;)
        {
            found = (await admin.DescribeAsync(topic, CancellationToken.None)).Value!;
        }

        Assert.True(TopicPlan.Of(Wanted, found).IsEmpty);
        Assert.Equal("compact", found.Config["cleanup.policy"]);
    }

    [Fact]
    public async Task What_the_broker_refuses_is_told_in_its_words()
    {
        await using var admin = Open(kafka.Server.BootstrapServers);
        var replicas = await admin.CreateAsync("refused", Wanted with { ReplicationFactor = 3 }, CancellationToken.None);
        Assert.Equal(TopicFailureReason.Invalid, replicas?.Reason);
        Assert.StartsWith("cannot create topic refused: ", replicas?.Message, StringComparison.Ordinal);

        var setting = await admin.CreateAsync(
            "refused", Wanted with { Config = new Dictionary<string, string> { ["retention.ms"] = "soon" } }, CancellationToken.None);
        Assert.Equal(TopicFailureReason.Invalid, setting?.Reason);

        Assert.Equal(TopicFailureReason.NotFound, (await admin.IncreasePartitionsAsync("refused", 5, CancellationToken.None))?.Reason);
    }

    [Fact]
    public async Task The_cluster_has_an_identity()
    {
        await using var admin = Open(kafka.Server.BootstrapServers);
        Assert.False(string.IsNullOrEmpty((await admin.ClusterIdAsync(CancellationToken.None)).Value));
    }

    [Fact]
    public async Task An_unreachable_broker_is_told_in_bounded_time()
    {
        var port = FreePort.Take(1)[0];
        await using var admin = Open($"127.0.0.1:{port}");
        var begin = TimeProvider.System.GetTimestamp();
        var answer = await admin.DescribeAsync("any", CancellationToken.None);
        Assert.Equal(TopicFailureReason.Unreachable, answer.Failure?.Reason);
        Assert.Contains("Connection refused", answer.Failure!.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin).TotalSeconds, 0, 20);
    }

    private static KafkaTopicAdmin Open(string servers) => KafkaTopicAdmin.Open(
        SinkTest.Store(KafkaTest.Store(servers, "any")), new MemoryCredentials(), NullLogger.Instance, TimeProvider.System).Value!;
}
