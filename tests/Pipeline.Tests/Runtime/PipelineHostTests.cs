using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;
using LogOperator.TestKit.Network;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>The whole data plane on real files: what is promised about reading, delivering, restarting and changing.</summary>
[Trait("Category", "Integration")]
public sealed class PipelineHostTests : IAsyncLifetime
{
    private readonly HostFixture node = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task Every_line_arrives_once_and_in_order()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 20_000));
        log.Rotate();
        log.Write(Numbers(20_000, 20_000));
        var report = await node.RunOnceAsync(HostFixture.Config([node.FileStore()]));
        Assert.Equal(Numbers(0, 40_000), node.Bodies());
        Assert.Equal(40_000, report.Read.Lines);
        Assert.Equal(40_000, report.Read.Records);
        Assert.Equal(40_000, report.Branches.Single().AcknowledgedRecords);
        Assert.Equal(0, report.Branches.Single().PendingRecords);
        Assert.Equal(0, report.Branches.Single().LagBytes);
    }

    [Fact]
    public async Task A_restart_resumes_without_a_gap_and_without_a_duplicate()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 1000));
        await node.RunOnceAsync(HostFixture.Config([node.FileStore()]));
        log.Write(Numbers(1000, 500));
        log.Rotate();
        log.Write(Numbers(1500, 500));
        await node.RunOnceAsync(HostFixture.Config([node.FileStore()]));
        Assert.Equal(Numbers(0, 2000), node.Bodies());
    }

    [Fact]
    public async Task A_part_that_is_held_at_a_restart_is_completed()
    {
        using var log = new PodLog(node.Root);
        log.Write("one");
        log.Write("stdout", 'P', "two-");
        log.Write("stderr", 'F', "error");
        await node.StartAsync(HostFixture.Config([node.FileStore()]));
        await Eventually.Equals(() => node.Bodies().Count, 2, "records before the restart");
        await node.StopAsync();
        log.Write("stdout", 'F', "end");
        await node.StartAsync(HostFixture.Config([node.FileStore()]));
        await Eventually.Equals(() => node.Bodies().Count, 3, "records after the restart");
        Assert.Equal(["one", "error", "two-end"], node.Bodies());
    }

    [Fact]
    public async Task A_dead_store_does_not_stop_the_other_stores_of_its_pipeline()
    {
        await using var server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(HostFixture.Config([node.FileStore(), HostFixture.HttpStore(server.Address)]));
        for (var i = 0; i < 40; i++)
        {
            log.Write(Numbers(i * 1000, 1000).Select(n => n + new string('x', 500)));
        }

        await Eventually.Equals(() => node.Bodies().Count, 40_000, "records in the file");
        Assert.Empty(server.Lines);
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[1].State, BranchState.Unreachable, "state of the dead store");
        var dead = host.Report().Pipelines.Single().Branches[1];
        Assert.True(dead.PendingRecords < 40_000, "the dead store's branch must be bounded");

        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await server.WaitForLinesAsync(40_000, TimeSpan.FromSeconds(60));
        Assert.Equal(40_000, server.Lines.Distinct().Count());
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[1].LagBytes, 0, "lag of the store that came back");
        Assert.Equal(40_000, node.Bodies().Count);
    }

    [Fact]
    public async Task A_stage_added_while_running_takes_effect_without_loss_or_repetition()
    {
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        log.Write(Numbers(0, 1000));
        await Eventually.Equals(() => node.Bodies().Count, 1000, "records before the swap");
        var verdicts = await host.ApplyAsync(HostFixture.Config(
            [node.FileStore()], [HostFixture.Stage("""{"drop": {"if": "body.endsWith('5')"}}""")], generation: 2));
        Assert.Equal(ApplyOutcome.Swapped, Assert.Single(verdicts).Outcome);
        log.Write(Numbers(1000, 1000));
        await Eventually.Equals(() => node.Bodies().Count, 1900, "records after the swap");
        Assert.Equal(Numbers(0, 1000).Concat(Numbers(1000, 1000).Where(n => !n.EndsWith('5'))), node.Bodies());
        Assert.Equal(2, host.Report().Pipelines.Single().RunningGeneration);
    }

    [Fact]
    public async Task A_swap_under_load_loses_nothing()
    {
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                log.Write(Numbers(i * 100, 100));
                if (i % 50 == 49)
                {
                    log.Rotate();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
        });
        for (var generation = 2; !writing.IsCompleted; generation++)
        {
            var stage = HostFixture.Stage($$"""{"set": {"attributes": {"generation": "g{{generation}}" } } }""");
            await host.ApplyAsync(HostFixture.Config([node.FileStore()], [stage], generation: generation));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        await writing;
        await Eventually.Holds(() => node.Bodies().Distinct().Count() == 20_000, "all lines in the file");
        Assert.Equal(20_000, node.Bodies().Count);
    }

    [Fact]
    public async Task A_pipeline_that_cannot_be_built_leaves_the_old_one_running()
    {
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        var broken = HostFixture.Config([node.FileStore()], [HostFixture.Stage("""{"when": "body ==", "drop": {}}""")], generation: 2);
        var verdict = Assert.Single(await host.ApplyAsync(broken));
        Assert.Equal(ApplyOutcome.Refused, verdict.Outcome);
        Assert.NotNull(verdict.Message);
        log.Write("still here");
        await Eventually.Equals(() => node.Bodies().Count, 1, "records of the old form");
        var report = host.Report().Pipelines.Single();
        Assert.Equal((1, 2), (report.RunningGeneration, report.RefusedGeneration));
    }

    [Fact]
    public async Task The_same_configuration_again_touches_nothing()
    {
        using var log = new PodLog(node.Root);
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        var verdict = Assert.Single(await host.ApplyAsync(HostFixture.Config([node.FileStore()], generation: 7)));
        Assert.Equal(ApplyOutcome.Unchanged, verdict.Outcome);
        Assert.Equal(7, host.Report().Pipelines.Single().RunningGeneration);
    }

    [Fact]
    public async Task A_wrong_address_is_cured_by_an_edit_and_nothing_is_lost()
    {
        await using var server = await HttpSinkServer.StartAsync();
        using var log = new PodLog(node.Root);
        var wrong = HostFixture.HttpStore(new Uri($"http://127.0.0.1:{FreePort.Take(1)[0]}/"));
        var host = await node.StartAsync(HostFixture.Config([wrong]));
        log.Write(Numbers(0, 5000));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].State, BranchState.Unreachable, "state of the branch");
        await host.ApplyAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)], generation: 2));
        await server.WaitForLinesAsync(5000, TimeSpan.FromSeconds(30));
        Assert.Equal(5000, server.Lines.Distinct().Count());
    }

    [Fact]
    public async Task A_store_put_in_the_place_of_a_dead_one_gets_what_that_did_not_take()
    {
        using var log = new PodLog(node.Root);
        var dead = HostFixture.HttpStore(new Uri($"http://127.0.0.1:{FreePort.Take(1)[0]}/"));
        var host = await node.StartAsync(HostFixture.Config([dead]));
        log.Write(Numbers(0, 5000));
        await Eventually.Holds(() => host.Report().Pipelines.Single().Branches[0].PendingRecords > 0, "records that wait for the dead store");
        await host.ApplyAsync(HostFixture.Config([node.FileStore()], generation: 2));
        await Eventually.Equals(() => node.Bodies().Count, 5000, "records in the new store");
        Assert.Equal(Numbers(0, 5000), node.Bodies());
    }

    [Fact]
    public async Task A_deleted_pipeline_stops_reading_and_resumes_when_it_is_created_again()
    {
        using var log = new PodLog(node.Root);
        var config = HostFixture.Config([node.FileStore()]);
        var host = await node.StartAsync(config);
        log.Write(Numbers(0, 100));
        await Eventually.Equals(() => node.Bodies().Count, 100, "records before the deletion");
        await host.ApplyAsync(config with { Pipelines = [], Stores = [] });
        log.Write(Numbers(100, 100));
        Assert.Empty(host.Report().Pipelines);
        await host.ApplyAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 200, "records after it was created again");
        Assert.Equal(Numbers(0, 200), node.Bodies());
    }

    [Fact]
    public async Task A_poison_record_is_found_and_dropped_alone()
    {
        await using var server = await HttpSinkServer.StartAsync();
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 64));
        for (var i = 0; i < 7; i++)
        {
            server.Enqueue(HttpSinkAnswer.BadRequest);
        }

        var report = await node.RunOnceAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        Assert.Equal(63, server.Lines.Count);
        var branch = report.Branches.Single();
        Assert.Equal((63, 1), (branch.AcknowledgedRecords, branch.Dropped["rejected"]));
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_split()
    {
        await using var server = await HttpSinkServer.StartAsync();
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 64));
        server.Enqueue(HttpSinkAnswer.TooLarge, HttpSinkAnswer.TooLarge);
        await node.RunOnceAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        Assert.Equal(64, server.Lines.Distinct().Count());
        Assert.Equal(64, server.Lines.Count);
    }

    [Fact]
    public async Task Only_new_lines_are_read_where_the_start_is_the_end()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 100));
        var config = HostFixture.Config([node.FileStore()], source: HostFixture.ContainerLogs("""{"containerLogs": {}, "startAt": "End"}"""));
        var host = await node.StartAsync(config);
        await Eventually.Equals(() => host.Report().Pipelines.Single().Streams, 1, "streams");
        log.Write(Numbers(100, 10));
        await Eventually.Equals(() => node.Bodies().Count, 10, "new records");
        Assert.Equal(Numbers(100, 10), node.Bodies());
    }

    [Fact]
    public async Task A_pod_that_lives_for_a_second_is_collected()
    {
        var host = await node.StartAsync(HostFixture.Config([node.FileStore()]));
        Directory.CreateDirectory(Path.Combine(node.Root, "var/log/pods"));
        using (var log = new PodLog(node.Root))
        {
            log.Write(Numbers(0, 1000));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            log.Write(Numbers(1000, 10));
            Directory.Delete(Path.GetDirectoryName(log.Directory)!, recursive: true);
        }

        await Eventually.Equals(() => node.Bodies().Count, 1010, "records of the pod");
        Assert.Equal(Numbers(0, 1010), node.Bodies());
        Assert.Equal(0, host.Report().Pipelines.Single().Branches.Single().PendingRecords);
    }

    [Fact]
    public async Task The_checkpoint_does_not_move_while_the_store_fails_and_a_restart_sends_everything()
    {
        await using var server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 1000));
        var host = await node.StartAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        await Eventually.Equals(() => host.Report().Pipelines.Single().Branches[0].State, BranchState.Unreachable, "state of the branch");
        await node.StopAsync();
        Assert.Empty(server.Lines);
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await node.RunOnceAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        Assert.Equal(1000, server.Lines.Distinct().Count());
        Assert.Equal(1000, server.Lines.Count);
    }

    [Fact]
    public async Task Two_sources_that_select_one_stream_do_not_duplicate_it()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 100));
        var config = HostFixture.Config([node.FileStore()]);
        var pipeline = config.Pipelines[0];
        await node.RunOnceAsync(config with { Pipelines = [pipeline with { Sources = [HostFixture.ContainerLogs(), HostFixture.ContainerLogs()] }] });
        Assert.Equal(100, node.Bodies().Count);
    }

    [Fact]
    public async Task What_was_read_is_filtered_acknowledged_or_dropped()
    {
        using var log = new PodLog(node.Root);
        log.Write(Numbers(0, 1000));
        log.Write("stderr", 'F', Numbers(1000, 10));
        log.Write("stdout", 'P', "part one, ");
        log.Write("stdout", 'F', "part two");
        log.Write(new string('y', 400_000));
        var config = HostFixture.Config(
            [node.FileStore()],
            [HostFixture.Stage("""{"drop": {"if": "body.endsWith('7')"}}""")],
            HostFixture.ContainerLogs("""{"containerLogs": {}, "line": {"maxBytes": "1Ki", "onExceed": "Drop"}}"""));
        var report = await node.RunOnceAsync(config);
        Assert.Equal((1013, 1012, 1, 10), (report.Read.Lines, report.Read.Records, report.Read.Joined, report.Read.Stderr));
        Assert.Equal(101, report.FilteredRecords);
        Assert.Equal(1, report.Dropped["tooLong"]);
        Assert.Equal(1012, report.Branches.Single().AcknowledgedRecords + report.FilteredRecords + report.Dropped.Values.Sum());
    }

    [Fact]
    public async Task What_a_stage_cannot_process_is_counted_by_the_stage()
    {
        using var log = new PodLog(node.Root);
        log.Write([.. Numbers(0, 30), .. Enumerable.Range(0, 12).Select(i => $$"""{"n": {{i}}}""")]);
        var config = HostFixture.Config(
            [node.FileStore()],
            [
                HostFixture.Stage("""{"parse": {"json": {}}, "onError": "Drop", "when": "body.endsWith('7')"}"""),
                HostFixture.Stage("""{"name": "json", "parse": {"json": {}}}"""),
                HostFixture.Stage("""{"drop": {"if": "body.endsWith('8')"}}"""),
            ]);
        var report = await node.RunOnceAsync(config);
        Assert.Equal(new Dictionary<string, long> { ["0-parse"] = 3, ["json"] = 27, ["2-drop"] = 0 }, report.FailedInStages);
        Assert.Equal(3, report.Dropped["stageFailed"]);
    }

    private static List<string> Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"line {i}")];
}
