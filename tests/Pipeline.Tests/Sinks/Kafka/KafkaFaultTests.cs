using System.Diagnostics;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Native;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Network;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

[Collection("Kafka")]
[Trait("Category", "Integration")]
public sealed class KafkaFaultTests(KafkaFixture kafka)
{
    [Fact]
    public async Task A_dead_broker_is_said_to_be_unreachable()
    {
        var port = FreePort.Take(1)[0];
        await using var sink = SinkTest.Build(KafkaTest.Store($"127.0.0.1:{port}", "logs"));
        var watch = Stopwatch.StartNew();
        var result = await SinkTest.SendAsync(sink, "a");
        Assert.Equal(SendOutcome.Retry, result.Outcome);
        Assert.StartsWith($"broker 127.0.0.1:{port} unreachable: ", result.Detail, StringComparison.Ordinal);
        Assert.Contains("Connection refused", result.Detail, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 5, 60);
    }

    [Fact]
    public async Task A_silent_broker_is_given_up_and_found_again()
    {
        await using var server = await KafkaFixture.StartOwnAsync();
        var topic = await KafkaTest.CreateTopicAsync(server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(server.BootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "before")).Outcome);

        server.Pause();
        var watch = Stopwatch.StartNew();
        Assert.Equal(SendOutcome.Retry, (await SinkTest.SendAsync(sink, "during")).Outcome);
        Assert.InRange(watch.Elapsed.TotalSeconds, 5, 60);
        server.Resume();

        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "during")).Outcome);
        var bodies = (await KafkaReader.ReadAllAsync(server.BootstrapServers, topic)).Select(r => SinkTest.Body(r.Value!)).ToArray();
        Assert.Equal("before", bodies[0]);
        Assert.Contains("during", bodies);
    }

    [Fact]
    public async Task A_broker_that_was_killed_gets_everything_after_it_came_back()
    {
        await using var server = await KafkaFixture.StartOwnAsync();
        var topic = await KafkaTest.CreateTopicAsync(server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(server.BootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "one")).Outcome);
        await server.KillAsync();
        var send = SinkTest.SendAsync(sink, "two", "three");
        await server.StartAsync();

        // Either librdkafka got them through by itself, or the call was given up and is repeated here, as the runtime does.
        var result = await send;
        for (var tries = 0; tries < 10 && result.Outcome != SendOutcome.Delivered; tries++)
        {
            result = await SinkTest.SendAsync(sink, "two", "three");
        }

        Assert.Equal(SendOutcome.Delivered, result.Outcome);
        var bodies = (await KafkaReader.ReadAllAsync(server.BootstrapServers, topic)).Select(r => SinkTest.Body(r.Value!)).Distinct();
        Assert.Equal(["one", "two", "three"], bodies);
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_neither_loses_nor_doubles_anything()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.ProxiedBootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "first")).Outcome);
        var random = new Random(5);
        kafka.Server.Proxy.CutAfter(200_000);
        var lines = Enumerable.Range(0, 5000).Select(i => $"{i} {random.NextInt64():x16}{random.NextInt64():x16}{random.NextInt64():x16}").ToArray();
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, lines)).Outcome);
        var bodies = (await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic)).Select(r => SinkTest.Body(r.Value!));
        Assert.Equal(["first", .. lines], bodies);
    }

    [Fact]
    public async Task Cancelling_ends_the_call_soon_and_takes_back_what_was_not_sent()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.ProxiedBootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "before")).Outcome);
        kafka.Server.Proxy.Fault = ProxyFault.BlackHole;
        using var cancellation = new CancellationTokenSource();
        var batch = Some.Batch("never");
        var send = sink.SendAsync(SinkTest.Request(batch), cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        // Without the cancellation the silence of the broker would end it, as a failure to be tried again.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
        batch.Release();
        kafka.Server.Proxy.Cut();
        kafka.Server.Proxy.Fault = ProxyFault.None;
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "after")).Outcome);
        var bodies = (await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic)).Select(r => SinkTest.Body(r.Value!)).ToArray();
        Assert.Equal(("before", "after"), (bodies[0], bodies[^1]));
    }

    [Fact]
    public async Task A_record_that_the_topic_does_not_take_is_named_and_the_others_arrive()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers, config: new() { ["max.message.bytes"] = "4000" });
        var spec = KafkaTest.Store(kafka.Server.BootstrapServers, topic);
        await using var sink = SinkTest.Build(spec with { Kafka = spec.Kafka! with { Compression = KafkaCompression.None } });
        var lines = Enumerable.Range(0, 100).Select(i => i == 57 ? new string('x', 9000) : $"line {i}").ToArray();
        var batch = Some.Batch(lines);
        var left = SinkTest.Request(batch);
        List<RejectedRecord> rejected = [];
        for (var tries = 0; tries < 20 && left.Records.Count > 0; tries++)
        {
            var result = await sink.SendAsync(left, CancellationToken.None);
            rejected.AddRange((result.Rejected ?? []).Select(r => r with { Index = left.Records[r.Index].Index }));
            left = result.Outcome == SendOutcome.Delivered ? new SinkRequest([.. (result.Unfinished ?? []).Select(i => left.Records[i])]) : left;
        }

        Assert.Empty(left.Records);
        Assert.Equal(57, Assert.Single(rejected).Index);
        var bodies = (await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic)).Select(r => SinkTest.Body(r.Value!)).Order();
        Assert.Equal(lines.Where(l => l.Length < 100).Order(), bodies);
        batch.Release();
    }

    [Fact]
    public async Task A_full_queue_makes_the_call_wait_and_loses_nothing()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.BootstrapServers, topic));
        var text = new string('y', 20_000);
        var sends = Enumerable.Range(0, 4).Select(n => SinkTest.SendAsync(sink, [.. Enumerable.Range(0, 600).Select(i => $"{n} {i} {text}")])).ToArray();
        Assert.All(await Task.WhenAll(sends), r => Assert.Equal(SendOutcome.Delivered, r.Outcome));
        Assert.Equal(2400, (await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic)).Count);
    }

    [Fact]
    public async Task Nothing_of_librdkafka_is_left_after_disposal()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        Assert.Null(KafkaLibrary.Problem);
        var before = Librdkafka.ThreadCount();
        var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.BootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
        Assert.NotEqual(before, Librdkafka.ThreadCount());
        await sink.DisposeAsync();
        Assert.Equal(before, Librdkafka.ThreadCount());
    }
}
