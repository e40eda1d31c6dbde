using LogOperator.Agent.Configuration;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sinks.Blackhole;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Agent.Tests.Configuration;

/// <summary>Runs of the agent, one after the other, that end by themselves or are asked to.</summary>
public sealed class CrashGuardTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ManualTimeProvider time = new();
    private CrashGuard guard = null!;
    private ConfigApplier applier = null!;
    private AgentConfig given = null!;

    private string State => directory.File("state");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_is_new_is_held_back_after_three_crashes_and_the_form_from_before_runs()
    {
        await RunAsync(Some.Pipeline(), Some.Pipeline("bank"));
        Prove();
        await RunAsync(Some.Pipeline(generation: 2), Some.Pipeline("bank"));
        await CrashAsync(2, Some.Pipeline(generation: 2), Some.Pipeline("bank"));
        Assert.Equal(["bank/web 1", "shop/web 2"], Running);

        await RunAsync(Some.Pipeline(generation: 2), Some.Pipeline("bank"), Some.Pipeline("bank", "new"));

        Assert.Equal(["bank/new 1", "bank/web 1", "shop/web 1"], Running);
        var refusal = Assert.Single(applier.Applied.Refusals.Values);
        Assert.Equal(("shop/web", 2L), (refusal.Key, refusal.Generation));
        Assert.Contains("ended 3 times within 2 minutes", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_pipeline_is_held_back_until_it_changes()
    {
        await RunAsync();
        Prove();
        await CrashAsync(3, Some.Pipeline());

        await RunAsync(Some.Pipeline());
        Assert.Empty(Running);
        await RunAsync(Some.Pipeline());
        Assert.Empty(Running);
        await ApplyAsync(Some.Pipeline(generation: 2));
        Assert.Equal(["shop/web 2"], Running);
    }

    [Fact]
    public async Task A_store_that_is_new_in_what_is_held_back_is_taken_back_too()
    {
        var before = Some.Pipeline() with { Hash = "a" };
        await RunAsync(before);
        Prove();
        var changed = Some.Config(before with { Hash = "b" }) with { Stores = [Some.FileStore("new")] };
        for (var crash = 0; crash < 3; crash++)
        {
            await RunAsync(changed);
            Assert.NotNull(Assert.Single(given.Stores).Spec.File);
        }

        await RunAsync(changed);

        Assert.IsType<BlackholeSinkSpec>(Assert.Single(given.Stores).Spec.Blackhole);
        Assert.Equal("a", Assert.Single(given.Pipelines).Hash);
    }

    [Fact]
    public async Task What_is_held_back_does_not_run_where_the_copy_cannot_be_written()
    {
        await RunAsync(Some.Pipeline());
        Prove();
        await CrashAsync(3, Some.Pipeline(generation: 2), Some.Pipeline("bank"));

        // Where a file is to be written that is renamed then.
        Directory.CreateDirectory(Path.Combine(State, "config", "config-1.json.gz.tmp"));
        await RunAsync(Some.Pipeline(generation: 2), Some.Pipeline("bank", generation: 2));

        Assert.Equal(["bank/web 2"], Running);
    }

    [Fact]
    public async Task A_restart_that_was_asked_for_tries_again()
    {
        await RunAsync();
        Prove();
        await CrashAsync(3, Some.Pipeline());
        await RunAsync(Some.Pipeline());
        Assert.Empty(Running);

        guard.End();
        await RunAsync(Some.Pipeline());

        Assert.Equal(["shop/web 1"], Running);
    }

    [Fact]
    public async Task Restarts_that_were_asked_for_are_no_crashes()
    {
        await RunAsync();
        Prove();
        for (var i = 0; i < 5; i++)
        {
            await RunAsync(Some.Pipeline());
            guard.End();
        }

        await RunAsync(Some.Pipeline());

        Assert.Equal(["shop/web 1"], Running);
    }

    [Fact]
    public async Task Who_crashes_seldom_is_not_held_back()
    {
        await RunAsync();
        Prove();
        for (var i = 0; i < 5; i++)
        {
            await RunAsync(Some.Pipeline());
            Prove();
        }

        await RunAsync(Some.Pipeline());

        Assert.Equal(["shop/web 1"], Running);
    }

    [Fact]
    public async Task What_is_proven_is_not_to_blame()
    {
        await RunAsync(Some.Pipeline());
        Prove();
        await CrashAsync(7, Some.Pipeline());

        Assert.Equal(["shop/web 1"], Running);
        Assert.Empty(applier.Applied.Refusals);
    }

    [Fact]
    public async Task Where_nothing_was_proven_nothing_is_held_back()
    {
        await CrashAsync(7, Some.Pipeline());

        Assert.Equal(["shop/web 1"], Running);
        Assert.Empty(applier.Applied.Refusals);
    }

    [Fact]
    public async Task Half_a_first_copy_proves_nothing()
    {
        await RunAsync(Some.Pipeline());
        time.Advance(CrashGuard.Probation);

        // The second one cannot be written, as on a disk that is full by then.
        guard.Prove(new Dictionary<string, AgentConfig> { ["config-1"] = Some.Config(), ["no/such"] = given });
        await CrashAsync(4, Some.Pipeline(generation: 2));

        Assert.Equal(["shop/web 2"], Running);
        Assert.Empty(applier.Applied.Refusals);
    }

    [Fact]
    public async Task Another_version_of_the_agent_tries_again()
    {
        await RunAsync();
        Prove();
        await CrashAsync(3, Some.Pipeline());
        var record = Path.Combine(State, "runs.json");
        var text = await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(record, text.Replace(AgentVersion.Text, "0.0.1", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        await RunAsync(Some.Pipeline());

        Assert.Equal(["shop/web 1"], Running);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":")]
    [InlineData("{}")]
    [InlineData("{\"version\":\"VERSION\",\"state\":\"OnTrial\",\"crashes\":2,\"tried\":null,\"held\":{}}")]
    [InlineData("{\"version\":\"VERSION\",\"state\":\"OnTrial\",\"crashes\":2,\"tried\":{\"shop/web\":null},\"held\":{\"shop/web\":null}}")]
    [InlineData("{\"version\":\"VERSION\",\"state\":\"Unheard\",\"crashes\":2,\"tried\":{},\"held\":{}}")]
    public async Task A_record_that_is_damaged_counts_as_none(string text)
    {
        Directory.CreateDirectory(State);
        await File.WriteAllTextAsync(Path.Combine(State, "runs.json"), text.Replace("VERSION", AgentVersion.Text, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        await RunAsync(Some.Pipeline());

        Assert.Equal(["shop/web 1"], Running);
    }

    private IEnumerable<string> Running => given.Pipelines.Select(p => $"{p.Key} {p.Generation}");

    private async Task CrashAsync(int times, params IReadOnlyList<PipelineConfig> pipelines)
    {
        for (var i = 0; i < times; i++)
        {
            await RunAsync(pipelines);
        }
    }

    private Task RunAsync(params IReadOnlyList<PipelineConfig> pipelines) => RunAsync(Some.Config(pipelines));

    // A run ends when the next one begins.
    private Task RunAsync(AgentConfig config)
    {
        time.Advance(TimeSpan.FromSeconds(10));
        var lastGood = Some.Copy(State, "config");
        guard = new CrashGuard(State, lastGood, Some.Copy(State, "proven"), time, NullLogger.Instance);
        guard.Begin();
        applier = new ConfigApplier(Apply, lastGood, guard, NullLogger.Instance);
        return ApplyAsync(config);
    }

    private Task ApplyAsync(params IReadOnlyList<PipelineConfig> pipelines) => ApplyAsync(Some.Config(pipelines));

    private Task ApplyAsync(AgentConfig config) =>
        applier.ApplyAsync(DesiredConfig.Of(ConfigOrigin.Api, [ShardDecoder.Decode("config-1", ShardEncoder.Encode(config), out _)!], []));

    private void Prove()
    {
        time.Advance(CrashGuard.Probation);
        applier.Prove();
    }

    private Task<IReadOnlyList<PipelineVerdict>> Apply(AgentConfig config)
    {
        given = config;
        return Task.FromResult<IReadOnlyList<PipelineVerdict>>([.. config.Pipelines.Select(p => new PipelineVerdict(p.Key, p.Generation, ApplyOutcome.Started))]);
    }
}
