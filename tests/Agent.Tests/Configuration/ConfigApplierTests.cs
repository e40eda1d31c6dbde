using LogOperator.Agent.Configuration;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Agent.Tests.Configuration;

public sealed class ConfigApplierTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly List<AgentConfig> given = [];
    private readonly Dictionary<string, long> runs = [];

    /// <summary>Generations that the host cannot build.</summary>
    private readonly HashSet<(string Key, long Generation)> broken = [];

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task All_shards_become_one_configuration_ordered_by_key()
    {
        var applier = Applier();
        await applier.ApplyAsync(Desired(
            Some.Shard("config-1", Some.Pipeline(name: "z", store: "/all")) with { Stores = [Shared] }, Some.Shard("config-2", Some.Pipeline("bank", "a", store: "/all")) with { Stores = [Shared] }));

        var config = Assert.Single(given);
        Assert.Equal(["bank/a", "shop/z"], config.Pipelines.Select(p => p.Key));
        Assert.Equal(["/all"], config.Stores.Select(s => s.Key));
        Assert.Empty(applier.Applied.Refusals);
    }

    [Fact]
    public async Task A_refused_form_leaves_the_running_one()
    {
        var applier = Applier();
        await applier.ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline())));
        var bad = Some.Pipeline(generation: 2) with { Sources = [Some.Source("bank")] };
        await applier.ApplyAsync(Desired(Some.Shard("config-1", bad, Some.Pipeline(name: "other"))));

        Assert.Equal([1L, 1L], given[^1].Pipelines.OrderBy(p => p.Key).Select(p => p.Generation));
        var refusal = Assert.Single(applier.Applied.Refusals.Values);
        Assert.Equal(("shop/web", 2L), (refusal.Key, refusal.Generation));
        Assert.Contains("namespace shop only", refusal.Reason);
    }

    [Fact]
    public async Task A_form_that_the_host_refuses_is_told_and_does_not_become_the_last_good_one()
    {
        broken.Add(("shop/web", 2));
        var applier = Applier();
        await applier.ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline())));
        await applier.ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline(generation: 2))));

        Assert.Equal("cannot be built", Assert.Single(applier.Applied.Refusals.Values).Reason);
        Assert.Equal(1, Assert.Single(LastGood().Load()).Pipelines[0].Generation);
    }

    [Fact]
    public async Task After_a_restart_a_refused_form_falls_back_to_the_last_good_one()
    {
        await Applier().ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline())));
        runs.Clear();
        given.Clear();
        broken.Add(("shop/web", 2));

        var applier = Applier();
        await applier.ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline(generation: 2))));

        Assert.Equal(1, runs["shop/web"]);
        Assert.Equal(2, Assert.Single(applier.Applied.Refusals.Values).Generation);
    }

    [Fact]
    public async Task What_is_gone_is_gone_from_the_last_good_copy_too()
    {
        var applier = Applier();
        await applier.ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline()), Some.Shard("config-2", Some.Pipeline("bank"))));
        Assert.Equal(["config-1", "config-2"], LastGood().Load().Select(s => s.Name));

        await applier.ApplyAsync(Desired(Some.Shard("config-2", Some.Pipeline("bank"))));

        Assert.Equal("config-2", Assert.Single(LastGood().Load()).Name);
        Assert.Equal(["bank/web"], runs.Keys);
    }

    [Fact]
    public async Task A_refused_pipeline_that_never_ran_is_left_out()
    {
        var applier = Applier();
        await applier.ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline(store: "shop/nowhere")) with { Stores = [] }));

        Assert.Empty(Assert.Single(given).Pipelines);
        Assert.Contains("store shop/nowhere", Assert.Single(applier.Applied.Refusals.Values).Reason);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_stops_nothing()
    {
        var blocked = directory.File("config");
        await File.WriteAllTextAsync(blocked, "a file, where a directory should be");
        var applier = new ConfigApplier(Apply, new LastGoodCopy(blocked, NullLogger.Instance), Some.Guard(blocked), NullLogger.Instance);

        await applier.ApplyAsync(Desired(Some.Shard("config-1", Some.Pipeline())));

        Assert.Equal(1, runs["shop/web"]);
    }

    private static StoreConfig Shared => Some.Store("", "all") with { Spec = Some.Store().Spec with { AllowedNamespaces = new() { From = Pipeline.Sinks.AllowedFrom.All } } };

    private static DesiredConfig Desired(params IReadOnlyList<Shard> shards) => DesiredConfig.Of(ConfigOrigin.Api, shards, []);

    private LastGoodCopy LastGood() => new(directory.File("config"), NullLogger.Instance);

    private ConfigApplier Applier() => new(Apply, LastGood(), Some.Guard(directory.Path), NullLogger.Instance);

    // Does what the host promises: an unbuildable form leaves the one that runs.
    private Task<IReadOnlyList<PipelineVerdict>> Apply(AgentConfig config)
    {
        given.Add(config);
        var verdicts = new List<PipelineVerdict>();
        foreach (var gone in runs.Keys.Except(config.Pipelines.Select(p => p.Key)).ToList())
        {
            runs.Remove(gone);
            verdicts.Add(new(gone, 0, ApplyOutcome.Stopped));
        }

        foreach (var pipeline in config.Pipelines)
        {
            var running = runs.TryGetValue(pipeline.Key, out var generation);
            if (broken.Contains((pipeline.Key, pipeline.Generation)))
            {
                verdicts.Add(new(pipeline.Key, pipeline.Generation, ApplyOutcome.Refused, "cannot be built"));
                continue;
            }

            runs[pipeline.Key] = pipeline.Generation;
            verdicts.Add(new(pipeline.Key, pipeline.Generation, !running ? ApplyOutcome.Started : generation == pipeline.Generation ? ApplyOutcome.Unchanged : ApplyOutcome.Swapped));
        }

        return Task.FromResult<IReadOnlyList<PipelineVerdict>>(verdicts);
    }
}
