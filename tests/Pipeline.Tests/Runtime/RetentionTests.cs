using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Files that are deleted while a store is down: links keep them, over restarts too, and no longer than they are needed.</summary>
[Trait("Category", "Integration")]
public sealed class RetentionTests : IAsyncLifetime
{
    private const int PartLines = 2000;
    private readonly HostFixture node = new();
    private readonly TellTale told = new();
    private HttpSinkServer server = null!;

    private string Links => node.Retention!;

    public async ValueTask InitializeAsync()
    {
        server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        node.Retention = Path.Combine(node.Root, "var/log/.logagent");
        node.Logger = told;
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Rotated_and_deleted_files_are_delivered_after_a_restart()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        var first = await WriteAndRotateAsync(log, 0);
        await WriteAndRotateAsync(log, 1);
        log.Write(Part(2));
        File.Delete(first);
        await node.StopAsync();
        Assert.Empty(server.Lines);

        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(0, 1, 2);
        await AssertNoLinksAsync();
    }

    [Fact]
    public async Task The_log_of_a_pod_that_vanished_with_its_directory_is_delivered_after_a_restart()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        await WriteAndRotateAsync(log, 0);
        log.Write(Part(1));
        await Eventually.Equals(() => Read(), PartLines * 2, "lines read");
        node.Time.Shift(TimeSpan.FromSeconds(6));
        await Eventually.Equals(() => LinkCount(), 2, "links");
        Directory.Delete(Path.GetDirectoryName(log.Directory)!, recursive: true);
        await node.StopAsync();

        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(0, 1);
        await AssertNoLinksAsync();
    }

    [Fact]
    public async Task A_link_goes_when_its_file_is_acknowledged()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        File.Delete(await WriteAndRotateAsync(log, 0));
        log.Write(Part(1));
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await AssertDeliveredAsync(0, 1);
        await AssertNoLinksAsync();
    }

    [Fact]
    public async Task The_file_that_is_written_is_not_linked_while_the_store_takes_records()
    {
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        log.Write(Part(0));
        await AssertDeliveredAsync(0);
        await node.StopAsync();
        await node.StartAsync(Config());
        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Streams, 1, "streams after the restart");
        node.Time.Shift(TimeSpan.FromMinutes(1));
        log.Write(Part(1));
        await AssertDeliveredAsync(0, 1);
        await node.StopAsync();
        Assert.Equal(0, LinkCount());
    }

    [Fact]
    public async Task Beyond_the_quota_the_oldest_file_is_given_up_and_counted()
    {
        using var log = new PodLog(node.Root);
        await node.StartAsync(HostFixture.WithSmallQueue(Config()));
        log.Write(Enumerable.Range(0, 20_000).Select(n => $"too old {n}"));
        var first = await WriteAndRotateAsync(log, 0);
        var second = await WriteAndRotateAsync(log, 1);
        await node.StopAsync();
        node.Quota = new FileInfo(second).Length + (new FileInfo(first).Length / 2);
        File.Delete(first);
        File.Delete(second);

        var size = new FileInfo(LinkPaths()[0]).Length;
        await node.StartAsync(HostFixture.WithSmallQueue(Config()));
        await Eventually.Equals(() => LinkCount(), 1, "links within the quota");
        await Eventually.Holds(() => node.Host!.Report().LostBytes is not null, "what was lost");
        Assert.InRange(node.Host!.Report().LostBytes!["retention"], size - (512 * 1024), size);
        Assert.Contains(told.Lines, l => l.Contains("given up", StringComparison.Ordinal));
        await node.StopAsync();
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.StartAsync(Config());
        await AssertDeliveredAsync(1);
    }

    [Fact]
    public async Task Where_no_link_can_be_made_the_descriptor_keeps_the_file_as_before()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "needs a second file system");
        node.Retention = Path.Combine("/dev/shm", Path.GetRandomFileName());
        try
        {
            using var log = new PodLog(node.Root);
            await node.StartAsync(Config());
            log.Write(Part(0));
            await Eventually.Equals(() => Read(), PartLines, "lines read");
            var first = log.Rotate();
            await Eventually.Holds(() => told.Lines.Any(l => l.Contains("different mounts", StringComparison.Ordinal)), "a note");
            File.Delete(first);
            log.Write(Part(1));
            server.DefaultAnswer = HttpSinkAnswer.Ok;
            await AssertDeliveredAsync(0, 1);
            Assert.Single(told.Lines, l => l.Contains("different mounts", StringComparison.Ordinal));
            Assert.True(node.Host!.Report().LinkFailures > 0);
        }
        finally
        {
            await node.StopAsync();
            Directory.Delete(node.Retention, recursive: true);
        }
    }

    [Fact]
    public async Task A_link_whose_file_was_acknowledged_goes_after_the_restart()
    {
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        log.Write(Part(0));
        await AssertDeliveredAsync(0);
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        await node.StopAsync();
        await node.StartAsync(Config());
        var first = await WriteAndRotateAsync(log, 1);
        var saved = Path.Combine(node.Root, "saved");
        var link = LinkPaths().Single();
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await AssertDeliveredAsync(0, 1);
        await AssertNoLinksAsync();
        await node.StopAsync();

        // As if the process had died between the acknowledgement and the removal.
        File.Move(first, saved);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.Move(saved, link);
        await node.StartAsync(Config());
        log.Write(Part(2));
        await AssertDeliveredAsync(0, 1, 2);
        await Eventually.Holds(
            () =>
            {
                node.Time.Shift(TimeSpan.FromSeconds(1));
                return LinkCount() == 0;
            },
            "the link's end");
    }

    [Fact]
    public async Task A_directory_that_belongs_to_others_too_is_not_used()
    {
        Directory.CreateDirectory(Links);
        using var log = new PodLog(node.Root);
        await node.StartAsync(Config());
        Assert.Contains(told.Lines, l => l.Contains("mode 0700", StringComparison.Ordinal));
        log.Write(Part(0));
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await AssertDeliveredAsync(0);
    }

    [Fact]
    public async Task A_tenant_whose_store_is_dead_does_not_push_out_the_files_of_another()
    {
        const string Uid = "5d1c3d6e-0f5b-4c55-8a43-6f1f5b7c2d10";
        using var quiet = new PodLog(node.Root, "bank", "ledger-1", Uid);
        using var busy = new PodLog(node.Root);
        await node.StartAsync(TwoTenants());
        var gone = new List<string> { await WriteAndRotateAsync(quiet, 0) };
        for (var part = 1; part <= 4; part++)
        {
            gone.Add(await WriteAndRotateAsync(busy, part));
        }

        // The oldest of all, and room for two more.
        var kept = LinkPaths().Single(p => p.Contains("bank_", StringComparison.Ordinal));
        node.Quota = 3 * gone.Max(path => new FileInfo(path).Length);
        await node.StopAsync();
        gone.ForEach(File.Delete);
        await node.StartAsync(TwoTenants());
        await Eventually.Equals(() => LinkCount(), 3, "links within the quota");
        Assert.Contains(kept, LinkPaths());
        await Eventually.Holds(() => node.Host!.Report().LostBytes?["retention"] > 0, "what was lost");
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        var wanted = Part(0).Concat(Part(3)).Concat(Part(4)).ToHashSet();
        await server.WaitForAsync(s => s.Lines.Select(BodyOf).ToHashSet().IsSupersetOf(wanted), TimeSpan.FromSeconds(30));
    }

    private AgentConfig TwoTenants()
    {
        var config = HostFixture.WithSmallQueue(Config());
        var shop = config.Pipelines[0];
        var bank = shop with { Namespace = "bank", Sources = [HostFixture.ContainerLogs() with { Namespaces = ["bank"] }] };
        return config with { Pipelines = [shop, bank] };
    }

    private static IEnumerable<string> Part(int number) => Enumerable.Range(number * PartLines, PartLines).Select(n => $"line {n}");

    private AgentConfig Config() => HostFixture.Config([HostFixture.HttpStore(server.Address)]);

    private async Task<string> WriteAndRotateAsync(PodLog log, int part)
    {
        log.Write(Part(part));
        var before = LinkCount();
        await Eventually.Holds(() => node.Host!.Report().Pipelines.Any(p => p.Branches[0].State == BranchState.Unreachable), "the store's state");
        var rotated = log.Rotate();
        await Eventually.Equals(() => LinkCount(), before + 1, "links after a rotation");
        return rotated;
    }

    private long Read() => node.Host!.Report().Pipelines.Single().Read.Lines;

    private int LinkCount() => LinkPaths().Count;

    private IReadOnlyList<string> LinkPaths() =>
        Directory.Exists(Links) ? [.. Directory.GetFiles(Links, "*-*-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    private async Task AssertDeliveredAsync(params int[] parts)
    {
        var wanted = parts.SelectMany(Part).ToList();
        await server.WaitForAsync(s => s.Lines.Count >= wanted.Count, TimeSpan.FromSeconds(30));
        Assert.Equal(wanted, server.Lines.Select(BodyOf));
    }

    private static string BodyOf(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("body").GetString()!;

    private Task AssertNoLinksAsync() => Eventually.Equals(() => LinkCount(), 0, "links");
}
