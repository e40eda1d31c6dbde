using System.Text.Json;
using LogOperator.Pipeline.Configuration;
using LogOperator.TestKit;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Records of several lines through the whole data plane.</summary>
public sealed class MultilineTests : IAsyncLifetime
{
    private const string Head = "2026-01-02 ERROR failed";
    private readonly HostFixture node = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task Everything_that_is_held_goes_out_at_the_end_of_a_single_run()
    {
        using var log = new PodLog(node.Root);
        log.Write("one", Head, "\tat a", "\tat b");
        log.Write("stderr", 'F', "last");
        var report = await node.RunOnceAsync(Config());
        Assert.Equal([$"{Head}\n\tat a\n\tat b", "last", "one"], node.Bodies().Order(StringComparer.Ordinal));
        Assert.Equal((5, 3, 0), (report.Read.Lines, report.Read.Records, report.Branches.Single().LagBytes));
        Assert.All(node.Records(), r => Assert.DoesNotContain("log.partial", r.GetRawText(), StringComparison.Ordinal));
        await node.RunOnceAsync(Config());
        Assert.Equal(3, node.Bodies().Count);
    }

    [Fact]
    public async Task A_trace_that_a_rotation_splits_is_one_record()
    {
        using var log = new PodLog(node.Root);
        log.Write("one", Head, "\tat a");
        log.Rotate();
        log.Write("\tat b", "two");
        await node.RunOnceAsync(Config());
        Assert.Equal(["one", $"{Head}\n\tat a\n\tat b", "two"], node.Bodies());
    }

    [Fact]
    public async Task A_trace_that_is_held_at_a_restart_is_read_again_and_completed()
    {
        using var log = new PodLog(node.Root);
        var config = Config("""{"preset": "Java", "timeout": "30s"}""");
        log.Write("stderr", 'F', "held");
        log.Write("one", "two", Head, "\tat a");
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 2, "records before the restart");
        await node.StopAsync();
        log.Write("\tat b", "three", "four");
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 4, "records after the restart");
        await node.StopAsync();
        Assert.Equal(["one", "two", $"{Head}\n\tat a\n\tat b", "three"], node.Bodies());
        await node.RunOnceAsync(config);
        Assert.Equal(["four", "held"], node.Bodies().Skip(4).Order(StringComparer.Ordinal));
        Assert.Equal(6, node.Bodies().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_of_one_stream_do_not_come_again_because_the_other_is_held_at_a_restart(bool rotates)
    {
        using var log = new PodLog(node.Root);
        var config = Config("""{"preset": "Java", "timeout": "30s"}""");

        // The first trace begins before what is held, and is sent while it is held.
        log.Write("one", Head, "\tat a");
        log.Write("stderr", 'F', "held");
        log.Write("\tat b", "two");
        if (rotates)
        {
            log.Rotate();
        }

        log.Write(Head, "\tat c");
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 3, "records before the restart");
        await node.StopAsync();
        log.Write("\tat d", "three");
        log.Write("stderr", 'F', "last");
        await node.RunOnceAsync(config);
        await node.RunOnceAsync(config);
        string[] expected = ["one", $"{Head}\n\tat a\n\tat b", "two", $"{Head}\n\tat c\n\tat d", "three", "held", "last"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), node.Bodies().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_trace_whose_lines_were_all_read_before_a_restart_is_not_lost()
    {
        using var log = new PodLog(node.Root);
        var config = Config("""{"preset": "Java", "timeout": "30s"}""");
        log.Write("one", Head, "\tat a");
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 1, "records before the restart");
        await node.StopAsync();
        log.Write("two");
        await node.RunOnceAsync(config);
        Assert.Equal(["one", $"{Head}\n\tat a", "two"], node.Bodies());
    }

    [Fact]
    public async Task A_trace_held_over_a_rotation_and_a_restart_is_completed()
    {
        using var log = new PodLog(node.Root);
        var config = Config("""{"preset": "Java", "timeout": "30s"}""");
        log.Write("one", Head, "\tat a");
        await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 1, "records before the restart");
        log.Rotate();
        log.Write("\tat b");
        log.Write("stderr", 'F', "x", "y");
        await Eventually.Equals(() => node.Bodies().Count, 2, "a record of the second file");
        await node.StopAsync();
        log.Write("two", "three");
        await node.RunOnceAsync(config);
        Assert.Equal(["one", "x", $"{Head}\n\tat a\n\tat b", "three", "two", "y"], [.. node.Bodies().Take(3), .. node.Bodies().Skip(3).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task The_last_line_of_a_quiet_log_goes_out_after_the_timeout()
    {
        using var log = new PodLog(node.Root);
        log.Write("one", Head);
        var host = await node.StartAsync(Config("""{"timeout": "100ms"}"""));
        await Eventually.Equals(() => node.Bodies().Count, 2, "records");
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].LagBytes, 0, "bytes that are not acknowledged");
    }

    [Fact]
    public async Task A_record_that_is_cut_is_marked()
    {
        using var log = new PodLog(node.Root);
        log.Write("BEGIN", "a", "b", "c", "END", "BEGIN", "d");
        await node.RunOnceAsync(Config("""{"startPattern": "^BEGIN$", "endPattern": "^END$", "maxLines": 3}"""));
        Assert.Equal(["BEGIN\na\nb", "c\nEND", "BEGIN\nd"], node.Bodies());
        Assert.Equal([true, false, true], node.Records().Select(IsPartial));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lines_that_are_held_when_the_way_of_joining_changes_are_not_lost(bool isRestarted)
    {
        using var log = new PodLog(node.Root);
        log.Write("one", Head, "\tat a", "\tat b");
        await node.StartAsync(Config("""{"preset": "Java", "timeout": "30s"}"""));
        await Eventually.Equals(() => node.Bodies().Count, 1, "records before the change");
        await ChangeAsync(isRestarted, """{"preset": "None"}""");
        log.Write("two");
        await Eventually.Equals(() => node.Bodies().Count, 5, "records after the change");
        await node.StopAsync();
        Assert.Equal(["one", Head, "\tat a", "\tat b", "two"], node.Bodies());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lines_that_are_held_over_a_rotation_when_the_way_of_joining_changes_are_not_lost(bool isRestarted)
    {
        using var log = new PodLog(node.Root);
        log.Write("one", Head, "\tat a");
        await node.StartAsync(Config("""{"preset": "Java", "timeout": "30s"}"""));
        await Eventually.Equals(() => node.Bodies().Count, 1, "records before the rotation");
        log.Rotate();
        log.Write("\tat b", "\tat c");
        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Read.Lines, 5, "lines read");
        await ChangeAsync(isRestarted, """{"preset": "None"}""");
        await Eventually.Equals(() => node.Bodies().Count, 5, "records after the change");
        await node.StopAsync();
        Assert.Equal(["one", Head, "\tat a", "\tat b", "\tat c"], node.Bodies());
    }

    private async Task ChangeAsync(bool isRestarted, string multiline)
    {
        if (isRestarted)
        {
            await node.StopAsync();
            await node.StartAsync(Config(multiline));
        }
        else
        {
            var config = Config(multiline);
            await node.Host!.ApplyAsync(config with { Pipelines = [config.Pipelines[0] with { Generation = 2 }] });
        }
    }

    private AgentConfig Config(string multiline = "{}") =>
        HostFixture.Config([node.FileStore()], source: HostFixture.ContainerLogs($$"""{"containerLogs": {}, "multiline": {{multiline}}}"""));

    private static bool IsPartial(JsonElement record) =>
        record.GetProperty("attributes").TryGetProperty("log.partial", out var value) && value.GetBoolean();
}
