using System.Diagnostics;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Native;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Network;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

/// <summary>What the sink does with librdkafka's memory and its failures.</summary>
[Collection("Kafka")]
[Trait("Category", "Integration")]
public sealed class KafkaProducerTests(KafkaFixture kafka)
{
    [Fact]
    public async Task Records_cost_no_managed_memory()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.BootstrapServers, topic));
        var few = Some.Batch([.. Enumerable.Range(0, 1000).Select(i => $"line {i}")]);
        var many = Some.Batch([.. Enumerable.Range(0, 5000).Select(i => $"line {i}")]);

        // Of the whole process: other tests allocate meanwhile, so that only the least of many attempts tells. Per piece of some hundred records there is
        // one small object; per record there is none.
        var (fewLeast, manyLeast) = (long.MaxValue, long.MaxValue);
        var watch = Stopwatch.StartNew();
        do
        {
            fewLeast = Math.Min(fewLeast, await AllocatedAsync(sink, SinkTest.Request(few)));
            manyLeast = Math.Min(manyLeast, await AllocatedAsync(sink, SinkTest.Request(many)));
        }
        while (Math.Abs(PerRecord()) > 0.5 && watch.Elapsed < TimeSpan.FromMinutes(3));

        few.Release();
        many.Release();
        Assert.InRange(PerRecord(), -0.5, 0.5);

        double PerRecord() => (manyLeast - fewLeast) / 4000.0;
    }

    [Fact]
    public async Task After_a_fatal_error_a_new_producer_takes_what_was_unfinished()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.ProxiedBootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "before")).Outcome);
        var broken = ((KafkaSink)sink).Producer!;
        kafka.Server.Proxy.Fault = ProxyFault.BlackHole;
        var send = SinkTest.SendAsync(sink, "during");
        _ = Librdkafka.InjectFatalError(broken.Client, (int)Confluent.Kafka.ErrorCode.OutOfOrderSequenceNumber, "by the test");
        var result = await send;
        kafka.Server.Proxy.Cut();
        kafka.Server.Proxy.Fault = ProxyFault.None;
        Assert.Equal(SendOutcome.Retry, result.Outcome);
        Assert.StartsWith("the producer failed and is made anew: ", result.Detail, StringComparison.Ordinal);
        Assert.Contains("by the test", result.Detail, StringComparison.Ordinal);

        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "during")).Outcome);
        Assert.NotSame(broken, ((KafkaSink)sink).Producer);
        var bodies = (await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic)).Select(r => SinkTest.Body(r.Value!)).ToArray();
        Assert.Equal(("before", "during"), (bodies[0], bodies[^1]));
    }

    [Fact]
    public async Task A_producer_that_failed_while_idle_is_replaced_at_the_next_call()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        await using var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.BootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "before")).Outcome);
        _ = Librdkafka.InjectFatalError(((KafkaSink)sink).Producer!.Client, (int)Confluent.Kafka.ErrorCode.OutOfOrderSequenceNumber, "by the test");
        Assert.Equal(SendOutcome.Retry, (await SinkTest.SendAsync(sink, "after")).Outcome);
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "after")).Outcome);
    }

    [Fact]
    public async Task Disposal_with_records_in_flight_ends_their_calls_and_leaves_nothing()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        Assert.Null(KafkaLibrary.Problem);
        var before = Librdkafka.ThreadCount();
        var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.ProxiedBootstrapServers, topic));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "before")).Outcome);
        kafka.Server.Proxy.Fault = ProxyFault.BlackHole;
        var text = new string('z', 2000);
        var sends = Enumerable.Range(0, 8).Select(n => SinkTest.SendAsync(sink, [.. Enumerable.Range(0, 2000).Select(i => $"{n} {i} {text}")])).ToArray();
        var watch = Stopwatch.StartNew();
        await sink.DisposeAsync();
        Assert.All(await Task.WhenAll(sends), r => Assert.Equal(SendOutcome.Retry, r.Outcome));
        kafka.Server.Proxy.Cut();
        kafka.Server.Proxy.Fault = ProxyFault.None;

        // The silence of the broker would end the calls after 10 s.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 9);
        Assert.Equal(before, Librdkafka.ThreadCount());
    }

    [Theory]
    [InlineData(64, 64 << 20, 48 << 20, 48 << 20)]
    [InlineData(8, 1 << 20, 48 << 20, 16 << 20)]
    [InlineData(1, 1 << 20, 8 << 20, 16 << 20)]
    public async Task Its_queue_is_bounded_by_the_memory_of_the_process(int concurrency, long maxBytes, long memory, long expected)
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        var store = KafkaTest.Store(kafka.Server.BootstrapServers, topic) with { Batch = new BatchSpec { Concurrency = concurrency, MaxBytes = new ByteSize(maxBytes) } };
        await using var sink = (KafkaSink)store.Chosen!.Build(SinkTest.Context(store) with { BufferMemory = memory });
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "line")).Outcome);
        Assert.Equal((expected, (int)(expected / 512)), (sink.Producer!.Config.QueueBytes, sink.Producer.Config.QueueMessages));
    }

    [Fact]
    public async Task Nobody_waits_for_a_producer_that_is_being_freed()
    {
        await using var sink = (KafkaSink)SinkTest.Build(KafkaTest.Store(kafka.Server.ProxiedBootstrapServers, await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers)));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "before")).Outcome);
        var producer = sink.Producer!;
        using var mayEnd = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Client.Freeing = () =>
        {
            begun.SetResult();
            mayEnd.Wait();
        };
        var freed = producer.DisposeAsync().AsTask();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Task.Run(
            () =>
            {
                producer.Retire(SendResult.Retry("once more"));
                Assert.Null(producer.FindFatalError());
            },
            TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(producer.IsClosed);
        Assert.False(freed.IsCompleted);

        // The sink makes another one meanwhile.
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "after")).Outcome);
        mayEnd.Set();
        await freed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Disposal_ends_although_a_producer_cannot_be_freed()
    {
        var sink = (KafkaSink)SinkTest.Build(KafkaTest.Store(kafka.Server.BootstrapServers, await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers)));
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "before")).Outcome);
        using var mayEnd = new ManualResetEventSlim();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Producer!.Client.Freeing = () =>
        {
            mayEnd.Wait();
            ended.SetResult();
        };
        await sink.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(ended.Task.IsCompleted);
        mayEnd.Set();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Sinks_that_come_and_go_under_load_corrupt_nothing()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.Server.BootstrapServers);
        var random = new Random(11);
        for (var round = 0; round < 12; round++)
        {
            var sink = SinkTest.Build(KafkaTest.Store(kafka.Server.ProxiedBootstrapServers, topic));
            var sends = Enumerable.Range(0, 6).Select(n => SinkTest.SendAsync(sink, [.. Enumerable.Range(0, 3000).Select(i => Line(round, n, i))])).ToArray();
            kafka.Server.Proxy.CutAfter(random.Next(100_000, 4_000_000));
            for (var finished = random.Next(sends.Length); finished > 0; finished--)
            {
                await Task.WhenAny(sends);
            }

            await sink.DisposeAsync();
            Assert.All(await Task.WhenAll(sends), r => Assert.NotEqual(SendOutcome.Misconfigured, r.Outcome));
        }

        var records = await KafkaReader.ReadAllAsync(kafka.Server.BootstrapServers, topic);
        Assert.All(records, r =>
        {
            var body = SinkTest.Body(r.Value!);
            var numbers = body.Split(' ').Take(3).Select(int.Parse).ToArray();
            Assert.Equal(Line(numbers[0], numbers[1], numbers[2]), body);
        });
    }

    private static string Line(int round, int send, int index) => $"{round} {send} {index} {new string((char)('a' + (index % 26)), 50 + (index % 700))}";

    private static async Task<long> AllocatedAsync(ISink sink, SinkRequest request)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(SendOutcome.Delivered, (await sink.SendAsync(request, CancellationToken.None)).Outcome);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
