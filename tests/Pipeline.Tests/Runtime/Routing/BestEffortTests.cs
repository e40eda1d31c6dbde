using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime.Routing;

/// <summary>What becomes of records for a store that does not keep up, where a pipeline promises its best effort only.</summary>
[Trait("Category", "Integration")]
public sealed class BestEffortTests : IAsyncLifetime
{
    private const int Lines = 20_000;
    private readonly HostFixture node = new();
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WhenFull.DropOldest)]
    [InlineData(WhenFull.DropNewest)]
    public async Task A_full_buffer_drops_and_counts(WhenFull? whenFull)
    {
        using var log = new PodLog(node.Root);
        log.Write([.. Enumerable.Range(0, Lines).Select(i => $"line {i:D6} {new string('x', 200)}")]);
        var host = await node.StartAsync(Config(new DeliverySpec
        {
            Guarantee = DeliveryGuarantee.BestEffort,
            Buffer = new BufferSpec { Memory = new ByteSize(1 << 20), WhenFull = whenFull },
        }));
        var branch = () => host.Report().Pipelines.Single().Branches.Single();
        await Eventually.Holds(() => host.Report().Pipelines.Single().Read.Records == Lines && branch().Dropped.Count > 0, "everything was read although the store is dead");

        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await Eventually.Equals(() => branch().PendingRecords, 0, "pending records");
        var dropped = branch().Dropped["bufferFull"];
        Assert.Equal(Lines, dropped + branch().AcknowledgedRecords);
        Assert.Equal(branch().AcknowledgedRecords, server.Lines.Count);
        Assert.Equal(0, branch().Ledger!.Pending);
        Assert.True(branch().Ledger!.Dropped["bufferFull"] > 0);
        var arrived = server.Lines;
        Assert.Equal(whenFull != WhenFull.DropNewest, arrived.Any(l => l.Contains($"line {Lines - 1:D6}", StringComparison.Ordinal)));
        Assert.True(whenFull != WhenFull.DropNewest || arrived.Any(l => l.Contains("line 000000", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rotated_files_of_which_all_was_dropped_are_let_go()
    {
        const int Parts = 10;
        node.Retention = Path.Combine(node.Root, "var/log/.logagent");
        using var log = new PodLog(node.Root);
        var store = HostFixture.Store("http", $$$"""{"http": {"url": "{{{server.Address}}}"}, "batch": {"maxDelay": "10ms", "concurrency": 1}}""");
        var host = await node.StartAsync(Config(new DeliverySpec
        {
            Guarantee = DeliveryGuarantee.BestEffort,
            Buffer = new BufferSpec { Memory = new ByteSize(64 << 10) },
        }) with
        { Stores = [store] });
        for (var part = 1; part <= Parts; part++)
        {
            var links = Links();
            log.Write(Enumerable.Range(0, 2000).Select(i => $"line {i:D6} {new string('x', 200)}"));
            await Eventually.Equals(() => host.Report().Pipelines.Single().Read.Records, part * 2000, "records read");
            await Eventually.Equals(() => host.Report().Pipelines.Single().Branches.Single().State, BranchState.Unreachable, "the store's state");
            var rotated = log.Rotate();
            await Eventually.Holds(() => Links().Except(links).Any(), "a link of the rotated file");
            File.Delete(rotated);
        }

        // One is on the wire, one may be in the queue, and one is written.
        await Eventually.Holds(() => Links().Count <= 3, "the links' end");
        Assert.Null(host.Report().LostBytes);

        List<string> Links() => Directory.Exists(node.Retention) ? [.. Directory.GetFiles(node.Retention, "*-*-*", SearchOption.AllDirectories)] : [];
    }

    private AgentConfig Config(DeliverySpec delivery)
    {
        var config = HostFixture.Config([HostFixture.HttpStore(server.Address)]);
        return config with { Pipelines = [config.Pipelines[0] with { Delivery = delivery }] };
    }
}
