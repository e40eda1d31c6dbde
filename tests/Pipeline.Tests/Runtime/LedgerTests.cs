using System.IO.Compression;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>The ledger closes and says what the store says, whatever happens. The fixture checks that it closes at the end of every test.</summary>
[Trait("Category", "Integration")]
public sealed class LedgerTests : IAsyncLifetime
{
    private static readonly DeliverySpec Small = new() { Buffer = new() { Memory = new ByteSize(64 * 1024) } };
    private readonly HostFixture node = new();
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync() => server = await HttpSinkServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_plain_run_acknowledges_every_byte()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 5000));
        await node.RunOnceAsync(HostFixture.Config([node.FileStore()]));
        Assert.Equal((Size(log), Size(log), 0, 0), Sum(Only));
    }

    [Fact]
    public async Task Rotated_files_close_one_by_one_and_compressed_ones_by_their_uncompressed_bytes()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 3000));
        log.Write("stdout", 'P', "cut by the ");
        var rotated = log.Rotate();
        log.Write("stdout", 'F', "rotation");
        log.Write(Numbers(3000, 1000));
        var sizes = Size(rotated) + Size(log);
        await node.StartAsync(HostFixture.Config([node.FileStore()]));
        await Eventually.Equals(() => node.Bodies().Count, 4001, "records before the compression");
        await node.StopAsync();
        Assert.Equal((sizes, sizes, 0, 0), Sum(All()));
        Compress(rotated);
        log.Write("last");
        await node.RunOnceAsync(HostFixture.Config([node.FileStore()]));
        Assert.Equal(4002, node.Bodies().Count);
        Assert.Equal((sizes + Added(log, sizes, rotated), sizes + Added(log, sizes, rotated), 0, 0), Sum(All()));
    }

    [Fact]
    public async Task A_file_that_was_truncated_while_its_store_was_down_is_lost_and_said_so()
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(node.Root, "var/log")).FullName, "app.log");
        File.WriteAllLines(path, Numbers(0, 100_000));
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        var config = Limited(HostFixture.Config([HostFixture.HttpStore(server.Address)], source: HostFixture.NodeFiles("/var/log/app.log")));
        var host = await node.StartAsync(config);
        await Eventually.Holds(() => host.Report().Pipelines.Single().Branches[0].PendingRecords > 0, "records that wait");
        var size = Size(path);
        File.WriteAllText(path, "anew\n");
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await Eventually.Holds(() => server.Lines.Any(l => l.Contains("anew", StringComparison.Ordinal)), "the line behind the truncation");
        await EventuallyLater(() => Total(host, "acknowledged") + Total(host, "lost") == size + 5, "every byte is acknowledged or lost");
        Assert.True(host.Report().LostBytes!["truncated"] > 0);
        Assert.Equal(LineBytes(server.Lines), Total(host, "acknowledged"));
    }

    [Fact]
    public async Task What_was_copied_and_truncated_is_counted_once()
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(node.Root, "var/log")).FullName, "app.log");
        var config = HostFixture.Config([node.FileStore()], source: HostFixture.NodeFiles("/var/log/app.log"));
        File.WriteAllLines(path, Numbers(0, 1000));
        var size = Size(path);
        var host = await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 1000, "records before");
        File.Copy(path, path + ".1");
        File.WriteAllText(path, "");
        File.AppendAllText(path, "next\n");
        await EventuallyLater(() => node.Bodies().Count == 1001, "records after");
        await Eventually.Equals(() => Total(host, "acknowledged"), size + 5, "acknowledged bytes");
    }

    [Fact]
    public async Task What_stages_routes_and_limits_take_out_is_told_apart_for_each_store()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 100).Select(n => $"keep {n}"));
        log.Write(Numbers(0, 50).Select(n => $"drop {n}"));
        log.Write(Numbers(0, 30).Select(n => $"other {n}"));
        log.Write(Numbers(0, 20).Select(n => $"nobody {n}"));
        log.Write(new string('y', 4000));
        log.Write("stderr", 'F', Numbers(0, 10));
        var config = HostFixture.Config(
            [node.FileStore(), node.FileStore("other")],
            [HostFixture.Stage("""{"drop": {"if": "body.startsWith('drop')"}}""")],
            HostFixture.ContainerLogs("""{"containerLogs": {"streams": ["stdout"]}, "line": {"maxBytes": "1Ki", "onExceed": "Drop"}}"""));
        config = config with
        {
            Pipelines =
            [
                config.Pipelines[0] with
                {
                    Routes =
                    [
                        new RouteConfig { Name = "keep", When = "body.startsWith('keep')", Stores = ["shop/file"] },
                        new RouteConfig { Name = "other", When = "body.startsWith('other')", Stores = ["shop/other"] },
                    ],
                },
            ],
        };
        await node.RunOnceAsync(config);
        var lines = File.ReadAllLines(log.Path);
        long Bytes(string part) => lines.Where(l => l.Contains(part, StringComparison.Ordinal)).Sum(l => l.Length + 1);
        var first = Only with { };
        Assert.Equal(Bytes(" F keep"), first.Acknowledged);
        Assert.Equal(
            $"routedElsewhere {Bytes(" F other")}, source {Bytes(" stderr ")}, stage {Bytes(" F drop")}, unrouted {Bytes(" F nobody")}",
            string.Join(", ", first.Filtered.Select(f => $"{f.Key} {f.Value}")));
        Assert.Equal(Bytes(" F yyy"), first.Dropped["tooLong"]);
        Assert.Equal(Bytes(" F other"), node.Last!.Files!.Single(f => f.Store == "shop/other").Ledger.Acknowledged);
    }

    [Fact]
    public async Task A_rejected_record_is_dropped_by_its_own_bytes()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 64));
        for (var i = 0; i < 7; i++)
        {
            server.Enqueue(HttpSinkAnswer.BadRequest);
        }

        await node.RunOnceAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        var first = File.ReadAllLines(log.Path)[0].Length + 1;
        Assert.Equal((first, Size(log) - first), (Only.Dropped["rejected"], Only.Acknowledged));
    }

    [Fact]
    public async Task A_dead_store_leaves_everything_pending_and_the_other_nothing()
    {
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(Limited(HostFixture.Config([node.FileStore(), HostFixture.HttpStore(server.Address)])));
        for (var i = 0; i < 20; i++)
        {
            log.Write(Numbers(i * 1000, 1000).Select(n => n + new string('x', 100)));
        }

        await Eventually.Equals(() => node.Bodies().Count, 20_000, "records in the file");
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].Ledger!.Acknowledged, Size(log), "bytes in the file");
        var dead = host.Report().Pipelines.Single().Branches[1];
        Assert.Equal((Size(log), Size(log)), (dead.Ledger!.Pending, dead.LagBytes));
        await Eventually.Holds(() => host.Report().Pipelines.Single().Branches[1].LagSeconds > 0, "lag in seconds");
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[1].Ledger!.Acknowledged, Size(log), "bytes in the store that came back", TimeSpan.FromSeconds(30));
        Assert.Equal((20_000, 0, 0), (server.Lines.Count, host.Report().Pipelines.Single().Branches[1].LagSeconds!.Value, Duplicates(host)));
    }

    [Fact]
    public async Task What_is_taken_back_from_a_changed_store_is_pending_again_and_counted_once()
    {
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        log.Write(Numbers(0, 5000));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].PendingRecords, 5000, "records that wait");
        await using var right = await HttpSinkServer.StartAsync();
        await host.ApplyAsync(HostFixture.Config([HostFixture.HttpStore(right.Address)], generation: 2));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].Ledger!.Acknowledged, Size(log), "bytes in the right store", TimeSpan.FromSeconds(30));
        Assert.Equal((Size(log), 0), (Total(host, "acknowledged"), Duplicates(host)));
    }

    [Fact]
    public async Task What_a_deleted_pipeline_cannot_deliver_in_time_is_dropped()
    {
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        var config = HostFixture.Config([HostFixture.HttpStore(server.Address)]);
        config = config with { Pipelines = [config.Pipelines[0] with { Delivery = new DeliverySpec { DrainTimeout = new Duration(TimeSpan.FromMilliseconds(50)) } }] };
        var host = await node.StartAsync(config);
        log.Write(Numbers(0, 500));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].PendingRecords, 500, "records that wait");
        await host.ApplyAsync(config with { Pipelines = [], Stores = [] });
        await Eventually.Equals(() => Total(host, "dropped"), Size(log), "dropped bytes");
        Assert.Equal("deleted", host.Report().Branches!.Single().Bytes.Single(b => b.Fate == "dropped").Reason);

        // Its checkpoint stayed where it was: created again, it delivers what is still there.
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await host.ApplyAsync(config);
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].Ledger!.Acknowledged, Size(log), "bytes after it was created again");
    }

    [Fact]
    public async Task What_the_quota_gives_up_is_lost_unless_it_was_delivered_from_memory()
    {
        node.Retention = Path.Combine(node.Root, "var/log/.logagent");
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        var config = Limited(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        log.Write(Numbers(0, 20_000));
        node.Quota = 1000;
        var host = await node.StartAsync(config);
        await Eventually.Holds(() => host.Report().Pipelines.Single().Branches[0].State == BranchState.Unreachable, "the store's state");
        var size = Size(log);
        var rotated = log.Rotate();
        log.Write("after");
        await EventuallyLater(() => Directory.Exists(node.Retention) && Directory.GetFiles(node.Retention, "*-*-*", SearchOption.AllDirectories).Length > 0, "a link");
        File.Delete(rotated);
        await EventuallyLater(() => host.Report().LostBytes?.ContainsKey("retention") == true, "lost bytes");
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await EventuallyLater(() => Total(host, "acknowledged") + Total(host, "lost") == size + Size(log), "every byte is acknowledged or lost");
        Assert.Equal(server.Lines.Count, server.Lines.Distinct().Count());
        Assert.True(Total(host, "lost") < size, "what was in memory must have been delivered");
    }

    [Fact]
    public async Task In_memory_bytes_of_a_file_that_was_given_up_are_lost_with_the_process()
    {
        node.Retention = Path.Combine(node.Root, "var/log/.logagent");
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 100));
        node.Quota = 100;
        var host = await node.StartAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].PendingRecords, 100, "records that wait");
        var size = Size(log);
        var rotated = log.Rotate();
        log.Write("after");
        await EventuallyLater(() => Directory.Exists(node.Retention) && Directory.GetFiles(node.Retention, "*-*-*", SearchOption.AllDirectories).Length > 0, "a link");
        File.Delete(rotated);
        await EventuallyLater(() => Directory.GetFiles(node.Retention, "*-*-*", SearchOption.AllDirectories).Length == 0, "the link is given up");
        await node.StopAsync();
        Assert.Equal(size, node.Last!.LostBytes!["retention"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "multiline": {"preset": "Java", "timeout": "30s"}""")]
    public async Task Ledgers_go_on_over_restarts_with_lines_held_in_the_middle(string multiline)
    {
        using var log = new PodLog(node.Root);
        var config = HostFixture.Config([node.FileStore()], source: HostFixture.ContainerLogs($$$"""{"containerLogs": {}{{{multiline}}}}"""));
        for (var round = 0; round < 4; round++)
        {
            log.Write(Numbers(round * 100, 50));
            log.Write("stderr", 'F', Numbers(round, 20));
            log.Write("stdout", 'P', "held ");
            log.Write("stderr", 'F', Numbers(round, 3));
            await node.StartAsync(config);
            await Eventually.Holds(() => node.Host!.Report().Pipelines.Single() is { Streams: 1 } p && p.Branches[0].Ledger!.Acknowledged > 0, "acknowledged bytes");
            await node.StopAsync();
            Assert.Equal(0, All().Duplicates);
            log.Write("stdout", 'F', "end");
            if (round == 1)
            {
                log.Rotate();
            }
        }

        await node.RunOnceAsync(config);
        var sum = All();
        Assert.Equal((sum.Size, 0), (sum.Acknowledged, sum.Pending));
        Assert.Equal(node.Bodies().Count, node.Records().Select(r => r.GetProperty("id").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("Truncate")]
    [InlineData("Split")]
    [InlineData("Drop")]
    public async Task Long_lines_own_their_bytes_whatever_is_made_of_them(string onExceed)
    {
        using var log = new PodLog(node.Root);
        for (var i = 0; i < 20; i++)
        {
            log.Write($"short {i}");
            log.Write(string.Concat(Enumerable.Repeat("long é ", 1000 * (1 + (i % 3)))));
            log.Write("stdout", 'P', new string('p', 900));
            log.Write("stderr", 'F', "between");
            log.Write("stdout", 'P', new string('q', 900));
            log.Write("stdout", 'F', new string('r', 900));
        }

        log.Write(new string('z', 600_000));
        await node.RunOnceAsync(HostFixture.Config(
            [node.FileStore()], source: HostFixture.ContainerLogs($$$"""{"containerLogs": {}, "line": {"maxBytes": "1Ki", "onExceed": "{{{onExceed}}}"}}""")));
        Assert.Equal((Size(log), 0, 0), (Only.Size, Only.Pending, Only.Duplicates));
        Assert.Equal(onExceed == "Drop", Only.Dropped.ContainsKey("tooLong"));
    }

    [Fact]
    public async Task Only_what_came_after_the_start_is_counted_where_the_start_is_the_end()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 100));
        var before = Size(log);
        var config = HostFixture.Config([node.FileStore()], source: HostFixture.ContainerLogs("""{"containerLogs": {}, "startAt": "End"}"""));
        var host = await node.StartAsync(config);
        await Eventually.Equals(() => host.Report().Pipelines.Single().Streams, 1, "streams");
        log.Write(Numbers(100, 10));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].Ledger!.Acknowledged, Size(log) - before, "acknowledged bytes");
        await node.StopAsync();
        Assert.Equal((before, 0), (Only.Skipped, Only.Pending));
        await node.RunOnceAsync(config);
        Assert.Equal((before, Size(log) - before), (Only.Skipped, Only.Acknowledged));
    }

    [Fact]
    public async Task Requests_acknowledged_out_of_order_are_not_sent_again_after_a_restart()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 4000));
        server.Enqueue(HttpSinkAnswer.Unavailable);
        var store = HostFixture.Store(
            "http", $$$"""{"http": {"url": "{{{server.Address}}}"}, "batch": {"maxDelay": "10ms", "maxRecords": 100, "concurrency": 2}, "retry": {"initial": "1h", "max": "1h"}}""");
        var host = await node.StartAsync(HostFixture.Config([store]));
        await server.WaitForLinesAsync(3900, TimeSpan.FromSeconds(30));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].PendingRecords, 100, "records of the request that failed");
        await node.StopAsync();
        Assert.Equal(3900, server.Lines.Count);
        var again = HostFixture.Store("http", $$$"""{"http": {"url": "{{{server.Address}}}"}, "batch": {"maxDelay": "10ms"}}""");
        await node.RunOnceAsync(HostFixture.Config([again]));
        Assert.Equal((4000, 4000), (server.Lines.Count, server.Lines.Distinct().Count()));
        Assert.Equal((Size(log), Size(log), 0, 0), Sum(Only));
    }

    private static List<string> Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"line {i}")];

    private static AgentConfig Limited(AgentConfig config) => config with { Pipelines = [config.Pipelines[0] with { Delivery = Small }] };

    private static long Size(PodLog log) => Size(log.Path);

    private static long Size(string path) => new FileInfo(path).Length;

    private static long LineBytes(IReadOnlyList<string> delivered) =>
        delivered.Sum(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("body").GetString()!.Length + 1);

    private static long Added(PodLog log, long sizes, string rotated)
    {
        using var archive = new GZipStream(File.OpenRead(rotated + ".gz"), CompressionMode.Decompress);
        using var content = new MemoryStream();
        archive.CopyTo(content);
        return content.Length + Size(log) - sizes;
    }

    private static void Compress(string path)
    {
        using (var output = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest))
        {
            output.Write(File.ReadAllBytes(path));
        }

        File.Delete(path);
    }

    private static (long Size, long Acknowledged, long Pending, long Duplicates) Sum(LedgerReport ledger) =>
        (ledger.Size, ledger.Acknowledged, ledger.Pending, ledger.Duplicates);

    private static long Total(Pipeline.Runtime.PipelineHost host, string fate) =>
        host.Report().Branches!.SelectMany(b => b.Bytes).Where(b => b.Fate == fate).Sum(b => b.Bytes);

    private static long Duplicates(Pipeline.Runtime.PipelineHost host) => host.Report().Branches!.Sum(b => b.Duplicates);

    private LedgerReport Only => node.Last!.Files!.First(f => f.Store is "shop/file" or "shop/http").Ledger;

    private LedgerReport All() => node.Last!.Pipelines.Single().Branches.Single().Ledger!;

    private Task EventuallyLater(Func<bool> condition, string what) => Eventually.Holds(
        () =>
        {
            node.Time.Shift(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);
}
