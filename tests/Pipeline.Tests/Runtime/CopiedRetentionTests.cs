using System.IO.Compression;
using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Tests.Telemetry;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Files that are deleted while a store is down and that cannot be linked: the disk buffer keeps them, over restarts too.</summary>
[Trait("Category", "Integration")]
public sealed class CopiedRetentionTests : IAsyncLifetime
{
    private const int PartLines = 2000;
    private readonly HostFixture node = new();
    private readonly string elsewhere = Path.Combine("/dev/shm", Path.GetRandomFileName());
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "needs a second file system");
        server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        node.Retention = elsewhere;
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (Directory.Exists(elsewhere))
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rotated_and_deleted_files_are_delivered_after_a_restart(bool isElsewhere)
    {
        node.Retention = isElsewhere ? elsewhere : null;
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        var first = await WriteAndRotateAsync(log, 0);
        var second = await WriteAndRotateAsync(log, 1);
        log.Write(Part(2));
        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Read.Lines, PartLines * 3, "lines read");
        await CopiedAsync(2);
        await node.StopAsync();
        Assert.Empty(server.Lines);
        File.Delete(first);
        File.Delete(second);
        Directory.Delete(Path.GetDirectoryName(log.Directory)!, recursive: true);

        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(0, 1, 2);
        await AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Only_what_is_not_acknowledged_is_copied_and_ids_stay_the_same()
    {
        using var log = new PodLog(node.Root);
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        log.Write(Part(0));
        await AssertDeliveredAsync(0);
        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Branches[0].PendingRecords, 0, "records pending");
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        log.Write(Part(1));
        var file = await WriteAndRotateAsync(log, 2);
        await CopiedAsync(1);
        await node.StopAsync();
        Assert.InRange(Held(), 1, new FileInfo(file).Length * 3 / 4);
        File.Delete(file);

        var before = Ids().ToHashSet();
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(0, 1, 2);
        Assert.Equal(PartLines * 3, Ids().Distinct().Count());
        Assert.Single(Ids().Select(id => id.Split('-')[0]).Distinct());
        Assert.Subset(Ids().ToHashSet(), before);
    }

    [Fact]
    public async Task The_written_file_of_a_pod_that_goes_is_copied_from_its_descriptor_before_the_process_ends()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        log.Write(Part(0));
        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Read.Lines, PartLines, "lines read");
        Directory.Delete(Path.GetDirectoryName(log.Directory)!, recursive: true);
        await CopiedAsync(1);
        await node.StopAsync();
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(0);
    }

    [Fact]
    public async Task A_file_that_is_still_there_after_the_restart_is_read_once()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        await WriteAndRotateAsync(log, 0);
        log.Write(Part(1));
        await CopiedAsync(1);
        await node.StopAsync();
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        log.Write(Part(2));
        await AssertDeliveredAsync(0, 1, 2);
        await AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_compressed_file_that_is_still_there_after_the_restart_is_not_taken_for_plain_text()
    {
        using var log = new PodLog(node.Root);
        log.Write(Part(0));
        Compress(log.Rotate());
        log.Write(Part(1));
        await node.StartAsync(Config());
        await CopiedAsync(1);
        await node.StopAsync();
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(0, 1);
        await AssertNothingHeldAsync();
    }

    [Fact]
    public async Task What_came_after_the_copy_is_read_from_the_compressed_form()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        var rotated = await WriteAndRotateAsync(log, 0);
        await node.StopAsync();
        await File.AppendAllLinesAsync(rotated, Part(1).Select(l => $"2026-01-02T03:04:05.000000006Z stdout F {l}"), TestContext.Current.CancellationToken);
        Compress(rotated);
        log.Write(Part(2));
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(0, 1, 2);
        Assert.Equal(PartLines * 3, Ids().Distinct().Count());
        Assert.Equal(2, Ids().Select(id => id.Split('-')[0]).Distinct().Count());
        await AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Beyond_the_quota_the_oldest_copy_is_given_up_and_counted()
    {
        node.Quota = 8 * 1024 * 1024;
        using var log = new PodLog(node.Root);
        await node.StartAsync(HostFixture.WithSmallQueue(Config()));
        log.Write(Enumerable.Range(0, 20_000).Select(n => $"too old {n}"));
        var first = await WriteAndRotateAsync(log, 0);
        var second = await WriteAndRotateAsync(log, 1);
        await CopiedAsync(2);
        await node.StopAsync();
        node.Quota = new FileInfo(second).Length + (new FileInfo(first).Length / 2);
        var size = new FileInfo(first).Length;
        File.Delete(first);
        File.Delete(second);

        await node.StartAsync(HostFixture.WithSmallQueue(Config()));
        await Eventually.Holds(() => node.Host!.Report().LostBytes?.ContainsKey("retention") == true, "a loss");
        Assert.InRange(node.Host!.Report().LostBytes!["retention"], size - (512 * 1024), size);
        await node.StopAsync();

        // A new one: the old one may be about to answer what was on the wire.
        await server.DisposeAsync();
        server = await HttpSinkServer.StartAsync();
        await node.StartAsync(Config());
        await AssertDeliveredAsync(1);
    }

    [Fact]
    public async Task What_is_damaged_on_the_disk_is_skipped_and_counted_and_the_rest_is_delivered()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        var first = await WriteAndRotateAsync(log, 0);
        await WriteAndRotateAsync(log, 1);
        await CopiedAsync(2);
        await node.StopAsync();
        Directory.Delete(log.Directory, recursive: true);
        var segment = Segments()[0];
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 4] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);

        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(1);
        Assert.True(node.Host!.Report().LostBytes!["corrupt"] > 0);
        Assert.True(Exposition.Of(node.Host!.Report())["logagent_buffer_corrupt_entries_total"] > 0);
    }

    [Fact]
    public async Task What_was_dropped_is_not_copied()
    {
        const int Parts = 8;
        using var log = new PodLog(node.Root);
        var config = HostFixture.WithSmallQueue(Config());
        var bestEffort = config.Pipelines[0].Delivery! with { Guarantee = DeliveryGuarantee.BestEffort };
        await node.StartAsync(config with
        {
            Pipelines = [config.Pipelines[0] with { Delivery = bestEffort }],
            Stores = [HostFixture.Store("http", $$$"""{"http": {"url": "{{{server.Address}}}"}, "batch": {"maxDelay": "10ms", "concurrency": 1}}""")],
        });
        for (var part = 0; part < Parts; part++)
        {
            log.Write(Part(part).Select(l => $"{l} {new string('x', 100)}"));
            await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Read.Lines, PartLines * (part + 1), "lines read");
            await Eventually.Holds(() => node.Host!.Report().Pipelines.Single().Branches[0].State == BranchState.Unreachable, "the store's state");
            log.Rotate();
        }

        // One is on the wire, one may be in the queue.
        await node.StopAsync();
        var options = new DiskBufferOptions
        {
            Directory = Path.Combine(node.State, "buffer"),
            OwnerQuotaBytes = 1 << 30,
            QuotaBytes = 1 << 30,
            SegmentBytes = 1 << 20,
        };
        using var buffer = DiskBuffer.Open(options, DurableFiles.Instance, NullLogger.Instance);
        Assert.InRange(buffer.Streams.Count, 1, 3);
    }

    private static IEnumerable<string> Part(int number) => Enumerable.Range(number * PartLines, PartLines).Select(n => $"line {n}");

    private AgentConfig Config() => HostFixture.Config([HostFixture.HttpStore(server.Address)]);

    private static void Compress(string file)
    {
        using (var source = File.OpenRead(file))
        using (var target = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        File.Delete(file);
    }

    private async Task<string> WriteAndRotateAsync(PodLog log, int part)
    {
        log.Write(Part(part));
        await Eventually.Holds(() => node.Host!.Report().Pipelines.Single().Branches[0].State == BranchState.Unreachable, "the store's state");
        var before = Copies();
        var rotated = log.Rotate();
        await CopiedAsync(before + 1);
        return rotated;
    }

    private IReadOnlyList<string> Segments() => Directory.Exists(Path.Combine(node.State, "buffer"))
        ? [.. Directory.GetFiles(Path.Combine(node.State, "buffer"), "*.segment").Order(StringComparer.Ordinal)]
        : [];

    private long Held() => Segments().Sum(s => LengthOf(s));

    private int Copies() => Segments().SelectMany(s => CopiedFiles.In(s)).Distinct().Count();

    private Task CopiedAsync(int count) => Eventually.Equals(Copies, count, "copied files");

    private IEnumerable<string> Ids() => server.Lines.Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("id").GetString()!);

    private async Task AssertDeliveredAsync(params int[] parts)
    {
        var wanted = parts.SelectMany(Part).ToList();

        // What was on the wire at a stop may be stored, and is sent again.
        await server.WaitForAsync(s => s.Lines.Count >= wanted.Count && Bodies().Distinct().Count() >= wanted.Count, TimeSpan.FromSeconds(30));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), Bodies().Distinct().Order(StringComparer.Ordinal));
    }

    private IEnumerable<string> Bodies() => server.Lines.Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("body").GetString()!);

    private Task AssertNothingHeldAsync() => Eventually.Equals(() => Held(), 0, "bytes in the buffer");

    // It may be removed between the listing and this.
    private static long LengthOf(string segment)
    {
        try
        {
            return new FileInfo(segment).Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
