using LogOperator.Pipeline.Configuration;
using LogOperator.TestKit;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>A pipeline changes, or gets a store, while much of its log is read but not acknowledged.</summary>
[Trait("Category", "Integration")]
public sealed class NewBranchTests : IAsyncLifetime
{
    private const string Head = "2026-01-02 ERROR failed";
    private readonly HostFixture node = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => node.DisposeAsync();

    /// <summary>What is held of standard error began in the file that is written, or in the one before that.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_store_that_comes_while_a_record_is_held_over_three_files_has_none_get_anything_twice(bool isRestarted, bool isHeldBetween)
    {
        using var log = new PodLog(node.Root);
        log.Write("one", Head, "\tat a");
        await node.StartAsync(Config(["one"]));
        await Eventually.Equals(() => node.Bodies("one").Count, 1, "records of the first file");
        log.Rotate();
        log.Write("\tat b");
        log.Write("stderr", 'F', "x", "y", "between");
        await Eventually.Equals(() => node.Bodies("one").Count, 3, "records of the second file");
        log.Rotate();
        log.Write("\tat c");
        if (!isHeldBetween)
        {
            log.Write("stderr", 'F', "present");
        }

        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Read.Lines, isHeldBetween ? 8 : 9, "lines read");
        await Eventually.Equals(() => node.Bodies("one").Count, isHeldBetween ? 3 : 4, "records of the third file");
        var config = Config(["one", "two"]);
        await node.Host!.ApplyAsync(config with { Pipelines = [config.Pipelines[0] with { Generation = 2, Paused = isRestarted }] });
        if (isRestarted)
        {
            await node.StopAsync();
            await node.StartAsync(config);
        }

        log.Write("\tat d", "two", "three");
        await Eventually.Holds(() => node.Bodies("two").Contains("two"), "the new store gets records");
        await node.StopAsync();
        await node.RunOnceAsync(config);
        string[] later = [$"{Head}\n\tat a\n\tat b\n\tat c\n\tat d", "two", "three", isHeldBetween ? "between" : "present"];
        string[] all = ["one", "x", "y", .. isHeldBetween ? Array.Empty<string>() : ["between"], .. later];
        Assert.Equal(all.Order(StringComparer.Ordinal), node.Bodies("one").Order(StringComparer.Ordinal));
        Assert.Equal(later.Order(StringComparer.Ordinal), node.Bodies("two").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_store_that_was_always_down_has_not_taken_is_read_again_after_a_change_and_a_restart()
    {
        using var log = new PodLog(node.Root);
        log.Write("one", "two", Head, "\tat a");
        var dead = Config(["one"]) with { Stores = [HostFixture.HttpStore(new Uri("http://127.0.0.1:1/"), "one")] };
        await node.StartAsync(dead);
        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Read.Lines, 4, "lines read");
        log.Rotate();
        log.Write("\tat b");
        log.Write("stderr", 'F', "x", "y");
        await Eventually.Equals(() => node.Host!.Report().Pipelines.Single().Read.Lines, 7, "lines read");
        await node.Host!.ApplyAsync(dead with { Pipelines = [dead.Pipelines[0] with { Generation = 2, Paused = true }] });
        await node.StopAsync();
        log.Write("three");
        await node.RunOnceAsync(Config(["one"]));
        string[] expected = ["one", "two", $"{Head}\n\tat a\n\tat b", "three", "x", "y"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), node.Bodies("one").Order(StringComparer.Ordinal));
    }

    private AgentConfig Config(IEnumerable<string> stores) => HostFixture.Config(
        [.. stores.Select(s => node.FileStore(s))],
        source: HostFixture.ContainerLogs("""{"containerLogs": {}, "multiline": {"preset": "Java", "timeout": "30s"}}"""));
}
