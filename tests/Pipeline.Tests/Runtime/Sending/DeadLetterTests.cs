using System.Text.Json;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime.Sending;

/// <summary>What becomes of records that a store refuses.</summary>
[Trait("Category", "Integration")]
public sealed class DeadLetterTests : IAsyncLifetime
{
    private readonly HostFixture node = new();
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await HttpSinkServer.StartAsync();
        server.Judge = (_, lines) => lines.Any(l => l.Contains("poison", StringComparison.Ordinal)) ? HttpSinkAnswer.BadRequest : null;
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_refused_record_goes_to_the_dead_letter_store_with_the_reason()
    {
        using var log = new PodLog(node.Root);
        log.Write([.. Lines(0, 40), """poison 1""", .. Lines(40, 20), "poison 2"]);
        var report = await node.RunOnceAsync(Config(node.FileStore("refused")));

        Assert.Equal(60, server.Lines.Count);
        var refused = node.Records("refused");
        Assert.Equal(["poison 1", "poison 2"], refused.Select(r => r.GetProperty("body").GetString()));
        var attributes = refused[0].GetProperty("attributes");
        Assert.Equal("shop/http", attributes.GetProperty("deadletter.store").GetString());
        Assert.Contains("the record at 0 is not acceptable", attributes.GetProperty("deadletter.reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("stdout", attributes.GetProperty("log.iostream").GetString());
        Assert.True(refused[0].TryGetProperty("timestamp", out _) && refused[0].GetProperty("resource").TryGetProperty("k8s.pod.name", out _));
        var ids = server.Lines.Select(l => JsonDocument.Parse(l).RootElement).Concat(refused).Select(r => r.GetProperty("id").GetString());
        Assert.Equal(62, ids.Distinct().Count());

        var branch = report.Branches.Single();
        Assert.Equal((60, 2, 0), (branch.AcknowledgedRecords, branch.DeadLetteredRecords, branch.Dropped.Count));
        Assert.True(branch.Ledger!.DeadLettered > 0);
        Assert.Equal(0, branch.Ledger.Pending);
    }

    [Fact]
    public async Task A_dead_letter_store_that_is_dead_holds_up_the_branch_that_needs_it_alone()
    {
        using var log = new PodLog(node.Root);
        await using var dead = await HttpSinkServer.StartAsync();
        dead.DefaultAnswer = HttpSinkAnswer.Unavailable;
        var host = await node.StartAsync(Config(HostFixture.HttpStore(dead.Address, "refused"), node.FileStore("other")));
        log.Write([.. Lines(0, 10), "poison", .. Lines(10, 10)]);

        await Eventually.Equals(() => node.Bodies("other").Count, 21, "records in the other store");
        await Eventually.Equals(() => server.Lines.Count, 20, "records that the store takes");
        await Eventually.Holds(() => Branch(host.Report()).State == BranchState.Unreachable, "the branch says that it is stuck");
        Assert.Contains("dead letter store shop/refused", Branch(host.Report()).Detail, StringComparison.Ordinal);
        Assert.Equal(1, Branch(host.Report()).PendingRecords);

        dead.DefaultAnswer = HttpSinkAnswer.Ok;
        await dead.WaitForLinesAsync(1, TimeSpan.FromSeconds(60));
        await Eventually.Equals(() => Branch(host.Report()).PendingRecords, 0, "pending records");
        await Eventually.Equals(() => Branch(host.Report()).State, BranchState.Flowing, "state");
    }

    [Fact]
    public async Task What_the_dead_letter_store_refuses_is_dropped()
    {
        using var log = new PodLog(node.Root);
        log.Write([.. Lines(0, 10), "poison"]);
        await using var strict = await HttpSinkServer.StartAsync();
        strict.DefaultAnswer = HttpSinkAnswer.BadRequest;
        var report = await node.RunOnceAsync(Config(HostFixture.HttpStore(strict.Address, "refused")));

        var branch = report.Branches.Single();
        Assert.Equal((10, 0, 1), (branch.AcknowledgedRecords, branch.DeadLetteredRecords, branch.Dropped["rejected"]));
        Assert.Single(strict.Requests);
    }

    [Fact]
    public async Task Another_dead_letter_store_takes_what_waited_for_the_one_before()
    {
        using var log = new PodLog(node.Root);
        await using var dead = await HttpSinkServer.StartAsync();
        dead.DefaultAnswer = HttpSinkAnswer.Unavailable;
        var host = await node.StartAsync(Config(HostFixture.HttpStore(dead.Address, "refused")));
        log.Write([.. Lines(0, 10), "poison", .. Lines(10, 10)]);
        await Eventually.Holds(() => dead.Requests.Count > 0 && server.Lines.Count == 20, "the letter waits");

        await host.ApplyAsync(Config(node.FileStore("better")));
        await Eventually.Equals(() => node.Bodies("better").Count, 1, "letters in the store that took its place");
        await Eventually.Equals(() => Branch(host.Report()).PendingRecords, 0, "pending records");

        log.Write("poison again");
        await Eventually.Equals(() => node.Bodies("better").Count, 2, "letters after the change");
        await host.ApplyAsync(Config(null));
        log.Write("poison for nobody");
        await Eventually.Holds(() => Branch(host.Report()).Dropped.GetValueOrDefault("rejected") == 1, "it is dropped without a dead letter store");
        Assert.Equal(20, server.Lines.Count);
    }

    [Fact]
    public async Task A_letter_that_was_not_delivered_is_read_again_after_a_restart()
    {
        using var log = new PodLog(node.Root);
        await using var dead = await HttpSinkServer.StartAsync();
        dead.DefaultAnswer = HttpSinkAnswer.Unavailable;
        await node.StartAsync(Config(HostFixture.HttpStore(dead.Address, "refused")));
        log.Write([.. Lines(0, 10), "poison", .. Lines(10, 10)]);
        await Eventually.Holds(() => dead.Requests.Count > 0 && server.Lines.Count == 20, "the letter waits");
        await node.StopAsync();

        dead.DefaultAnswer = HttpSinkAnswer.Ok;
        var report = await node.RunOnceAsync(Config(HostFixture.HttpStore(dead.Address, "refused")));
        Assert.Single(dead.Lines);
        Assert.Equal(1, report.Branches.Single().DeadLetteredRecords);
        Assert.Equal(20, server.Lines.Count);
    }

    [Fact]
    public async Task A_deleted_pipeline_drains_its_dead_letters_too()
    {
        using var log = new PodLog(node.Root);
        await using var slow = await HttpSinkServer.StartAsync();
        slow.DefaultAnswer = HttpSinkAnswer.Unavailable;
        var config = Config(HostFixture.HttpStore(slow.Address, "refused"));
        var host = await node.StartAsync(config);
        log.Write([.. Lines(0, 10), "poison"]);
        await Eventually.Holds(() => slow.Requests.Count > 0 && server.Lines.Count == 10, "the letter waits");
        await host.ApplyAsync(config with { Pipelines = [], Stores = [] });
        slow.DefaultAnswer = HttpSinkAnswer.Ok;
        await slow.WaitForLinesAsync(1, TimeSpan.FromSeconds(60));
    }

    private static string[] Lines(int from, int count) => [.. Enumerable.Range(from, count).Select(i => $"line {i}")];

    private static BranchReport Branch(HostReport report) => report.Pipelines.Single().Branches.Single(b => b.Store == "shop/http");

    private AgentConfig Config(StoreConfig? deadLetters, params StoreConfig[] others)
    {
        StoreConfig[] routed = [HostFixture.HttpStore(server.Address), .. others];
        var config = HostFixture.Config(routed);
        return deadLetters is null
            ? config
            : config with { Pipelines = [config.Pipelines[0] with { DeadLetter = deadLetters.Key }], Stores = [.. routed, deadLetters] };
    }
}
