using LogOperator.Pipeline.Configuration;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Stores that come and go, restarts and rotations while lines are written: nothing is lost, whatever meets whatever.</summary>
[Trait("Category", "Integration")]
public sealed class UnderLoadTests : IAsyncLifetime
{
    private const int Lines = 10_000;
    private static readonly DeliverySpec Small = new() { Buffer = new() { Memory = new ByteSize(64 * 1024) } };
    private readonly HostFixture node = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task A_store_that_is_changed_again_and_again_gets_every_line()
    {
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(Config(node.FileStore()));
        var writing = WriteAsync(log);
        for (var delay = 11; !writing.IsCompleted; delay++)
        {
            await host.ApplyAsync(Config(node.FileStore(delay: delay)));
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        }

        await writing;
        await Eventually.Equals(() => node.Bodies().Distinct().Count(), Lines, "lines in the file");
    }

    [Fact]
    public async Task A_store_that_fails_now_and_then_gets_every_line_as_the_other_does()
    {
        await using var server = await HttpSinkServer.StartAsync();
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(Config(node.FileStore(), HostFixture.HttpStore(server.Address)));
        var writing = WriteAsync(log);
        for (var i = 0; !writing.IsCompleted; i++)
        {
            server.DefaultAnswer = i % 2 == 0 ? HttpSinkAnswer.Unavailable : HttpSinkAnswer.Ok;
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System);
        }

        await writing;
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await Eventually.Equals(() => node.Bodies().Distinct().Count(), Lines, "lines in the file");
        await server.WaitForAsync(s => s.Lines.Distinct().Count() >= Lines, TimeSpan.FromSeconds(60));
        Assert.Equal(Lines, node.Bodies().Count);
        Assert.Equal(Lines, server.Lines.Count);
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches.Sum(b => b.LagBytes), 0, "lag of both stores");
    }

    [Fact]
    public async Task A_host_that_is_restarted_again_and_again_delivers_every_line_once()
    {
        using var log = new PodLog(node.Root);
        var writing = WriteAsync(log);
        while (!writing.IsCompleted)
        {
            await node.StartAsync(Config(node.FileStore()));
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System);
            await node.StopAsync();
        }

        await writing;
        await node.StartAsync(Config(node.FileStore()));
        await Eventually.Holds(() => node.Bodies().Distinct().Count() >= Lines, "lines in the file");
        Assert.Equal(Lines, node.Bodies().Count);
    }

    private static AgentConfig Config(params StoreConfig[] stores)
    {
        var config = HostFixture.Config(stores);
        return config with { Pipelines = [config.Pipelines[0] with { Delivery = Small }] };
    }

    /// <summary>Writes lines, every tenth in two parts with a line of the other stream in between, and rotates now and then, inside of such a line too.</summary>
    private static Task WriteAsync(PodLog log) => Task.Run(async () =>
    {
        var text = new string('x', 100);
        for (var i = 0; i < Lines; i += 10)
        {
            log.Write(Enumerable.Range(i, 8).Select(n => $"{n} {text}"));
            log.Write("stdout", 'P', $"{i + 8} ");
            if (i % 2000 == 1000)
            {
                log.Rotate();
            }

            log.Write("stderr", 'F', $"{i + 9} {text}");
            log.Write("stdout", 'F', text);
            if (i % 3000 == 2000)
            {
                log.Rotate();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    });
}
