using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>What goes wrong only after a while: files and streams that go and come back, restarts, days without a line.</summary>
[Trait("Category", "Integration")]
public sealed class LongRunTests : IAsyncLifetime
{
    private readonly HostFixture node = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task A_paused_pipeline_does_not_keep_a_single_run_from_ending()
    {
        using var log = new PodLog(node.Root);
        log.Write("one");
        var config = HostFixture.Config([node.FileStore()]);
        await node.RunOnceAsync(config with { Pipelines = [config.Pipelines[0] with { Paused = true }] });
        Assert.Empty(node.Bodies());
    }

    [Fact]
    public async Task A_deleted_file_that_is_acknowledged_is_let_go()
    {
        using var log = new PodLog(node.Root);
        log.Write("one", "two");
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        await Eventually.Equals(() => node.Bodies().Count, 2, "records");
        Directory.Delete(Path.GetDirectoryName(log.Directory)!, recursive: true);
        await EventuallyLater(() => host.Report().Pipelines.Single().Streams == 0, "the stream is gone");
    }

    [Fact]
    public async Task A_file_that_comes_back_while_its_pipeline_is_away_is_read()
    {
        var path = WriteNodeFile("app.log", "one\n");
        WriteNodeFile("other.log", "x\n");
        var config = HostFixture.Config([node.FileStore()], source: HostFixture.NodeFiles("/var/log/app.log"));
        var other = HostFixture.Config([node.FileStore("other")], source: HostFixture.NodeFiles("/var/log/other.log"));
        var otherOnly = other with { Pipelines = [other.Pipelines[0] with { Name = "other" }] };
        var host = await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 1, "records before");
        await host.ApplyAsync(otherOnly);
        File.Delete(path);
        await EventuallyLater(() => node.Bodies("other").Count == 1 && !IsHeldOpen(path), "the file is let go");
        WriteNodeFile("app.log", "begins differently\ntwo\n");
        await host.ApplyAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 3, "records after");
    }

    [Fact]
    public async Task A_store_added_while_running_gets_nothing_old_after_a_restart()
    {
        using var log = new PodLog(node.Root);
        log.Write("one", "two");
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        await Eventually.Equals(() => node.Bodies().Count, 2, "records before");
        var both = HostFixture.Config([node.FileStore(), node.FileStore("added")], generation: 2);
        await host.ApplyAsync(both);
        await Eventually.Equals(() => host.Report().Pipelines.Single().Streams, 1, "streams of the new form");
        await node.StopAsync();
        log.Write("three");
        await node.RunOnceAsync(both);
        Assert.Equal(["three"], node.Bodies("added"));
    }

    [Fact]
    public async Task A_store_put_in_the_place_of_another_gets_nothing_twice_after_a_restart()
    {
        using var log = new PodLog(node.Root);
        log.Write("one", "two");
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].AcknowledgedRecords, 2, "records before");
        var other = HostFixture.Config([node.FileStore("other")], generation: 2);
        await host.ApplyAsync(other);
        await Eventually.Equals(() => host.Report().Pipelines.Single().Streams, 1, "streams of the new form");
        await node.StopAsync();
        log.Write("three");
        await node.RunOnceAsync(other);
        Assert.Equal(["three"], node.Bodies("other"));
    }

    [Fact]
    public async Task Days_without_a_line_cost_no_checkpoint()
    {
        using var log = new PodLog(node.Root);
        log.Write("one");
        var rotated = log.Rotate();
        log.Write("two");
        var config = HostFixture.Config([node.FileStore()]);
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 2, "records before");
        node.Time.Shift(TimeSpan.FromHours(25));
        await node.StopAsync();
        log.Write("three");
        await node.RunOnceAsync(config);
        Assert.Equal(["one", "two", "three"], node.Bodies());
    }

    [Fact]
    public async Task Days_without_a_host_cost_no_checkpoint()
    {
        using var log = new PodLog(node.Root);
        log.Write("one");
        var config = HostFixture.Config([node.FileStore()]);
        await node.RunOnceAsync(config);
        node.Time.Shift(TimeSpan.FromDays(3));
        log.Write("two");
        await node.RunOnceAsync(config);
        Assert.Equal(["one", "two"], node.Bodies());
    }

    [Fact]
    public async Task A_quiet_stream_has_no_lag_after_a_restart()
    {
        using var log = new PodLog(node.Root);
        log.Write("one");
        log.Rotate();
        log.Write("two");
        var config = HostFixture.Config([node.FileStore()]);
        await node.RunOnceAsync(config);
        var report = await node.RunOnceAsync(config);
        Assert.Equal((1, 0), (report.Streams, report.Branches.Single().LagBytes));
    }

    [Fact]
    public async Task A_full_request_does_not_wait_for_more()
    {
        using var log = new PodLog(node.Root);
        log.Write(Enumerable.Range(0, 100).Select(i => $"line {i}"));
        var path = node.PathOf("file");
        var store = HostFixture.Store("file", $$$"""{"file": {"path": "{{{path}}}"}, "batch": {"maxDelay": "5m", "maxRecords": 10}}""");
        await node.StartAsync(HostFixture.Config([store]));
        await Eventually.Equals(() => node.Bodies().Count, 100, "records");
    }

    [Fact]
    public async Task A_full_branch_does_not_wait_for_more()
    {
        using var log = new PodLog(node.Root);
        var path = node.PathOf("file");
        var store = HostFixture.Store("file", $$$"""{"file": {"path": "{{{path}}}"}, "batch": {"maxDelay": "5m", "maxBytes": "4Mi"}}""");
        var config = HostFixture.Config([store]);
        var small = new Configuration.DeliverySpec { Buffer = new() { Memory = new Configuration.ByteSize(64 * 1024) } };
        log.Write(Enumerable.Range(0, 10_000).Select(i => $"line {i} {new string('x', 80)}"));
        await node.StartAsync(config with { Pipelines = [config.Pipelines[0] with { Delivery = small }] });
        await Eventually.Holds(() => node.Bodies().Count > 5_000, "most of the records");
    }

    [Fact]
    public async Task A_file_that_was_truncated_keeps_its_id_over_a_restart()
    {
        var path = WriteNodeFile("app.log", "begin\none\n");
        var config = HostFixture.Config([node.FileStore()], source: HostFixture.NodeFiles("/var/log/app.log"));
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 2, "records before the truncation");
        File.WriteAllText(path, "");
        await EventuallyLater(() => !IsHeldOpen(path) || node.Host!.Report().Pipelines.Single().Streams == 1, "the truncation is seen");
        File.AppendAllText(path, "begin\n");
        await Eventually.Equals(() => node.Bodies().Count, 3, "records after the truncation");
        await node.StopAsync();
        File.AppendAllText(path, "two\nthree\n");
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 5, "records after the restart");
        var records = node.Records();
        Assert.Equal(["begin", "one", "begin", "two", "three"], node.Bodies());
        Assert.Equal(5, records.Select(r => r.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_dead_store_gets_what_was_deleted_while_another_was_served()
    {
        await using var server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        var config = HostFixture.Config([node.FileStore(), HostFixture.HttpStore(server.Address)]);
        var small = new Configuration.DeliverySpec { Buffer = new() { Memory = new Configuration.ByteSize(16 * 1024) } };
        var host = await node.StartAsync(config with { Pipelines = [config.Pipelines[0] with { Delivery = small }] });
        log.Write(Enumerable.Range(0, 1000).Select(i => $"a {i}"));
        await Eventually.Equals(() => node.Bodies().Count, 1000, "records of the first file");
        var rotated = log.Rotate();
        log.Write(Enumerable.Range(0, 1000).Select(i => $"b {i}"));
        await EventuallyLater(() => node.Bodies().Count == 2000, "records of the second file");
        var again = log.Rotate();
        log.Write("c");
        await EventuallyLater(() => node.Bodies().Count == 2001, "records of the third file");
        File.Delete(rotated);
        File.Delete(again);
        for (var i = 0; i < 20; i++)
        {
            node.Time.Shift(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await server.WaitForLinesAsync(2001, TimeSpan.FromSeconds(30));
        Assert.Equal(2001, server.Lines.Distinct().Count());
        Assert.Equal(0, host.Report().Pipelines.Single().Branches[1].Dropped.Values.Sum());
    }

    [Fact]
    public async Task A_cured_store_gets_what_was_deleted_while_it_was_wrong()
    {
        await using var wrong = await HttpSinkServer.StartAsync();
        wrong.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        var config = HostFixture.Config([HostFixture.HttpStore(wrong.Address)]);
        var small = new Configuration.DeliverySpec { Buffer = new() { Memory = new Configuration.ByteSize(16 * 1024) } };
        var host = await node.StartAsync(config with { Pipelines = [config.Pipelines[0] with { Delivery = small }] });
        log.Write(Enumerable.Range(0, 1000).Select(i => $"a {i}"));
        var rotated = log.Rotate();
        log.Write(Enumerable.Range(0, 1000).Select(i => $"b {i}"));
        await EventuallyLater(() => IsHeldOpen(rotated) && IsHeldOpen(log.Path) && wrong.Requests.Count > 0, "both files are followed");
        var again = log.Rotate();
        log.Write("c");
        await EventuallyLater(() => IsHeldOpen(again) && IsHeldOpen(log.Path), "all files are followed");
        File.Delete(rotated);
        File.Delete(again);
        for (var i = 0; i < 20; i++)
        {
            node.Time.Shift(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        await host.ApplyAsync(HostFixture.Config([node.FileStore()], generation: 2));
        await Eventually.Equals(
            () => string.Join(' ', node.Bodies().GroupBy(b => b[0]).Select(g => $"{g.Key}{g.Count()}")), "a1000 b1000 c1", "records in the new store");
    }

    private string WriteNodeFile(string name, string text)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(node.Root, "var/log")).FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static bool IsHeldOpen(string path) =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd").Any(fd => new FileInfo(fd).LinkTarget?.StartsWith(path, StringComparison.Ordinal) == true);

    /// <summary>Waits while the clock's date runs fast.</summary>
    private Task EventuallyLater(Func<bool> condition, string what) => Eventually.Holds(
        () =>
        {
            node.Time.Shift(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);
}
