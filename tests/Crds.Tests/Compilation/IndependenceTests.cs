using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;

namespace LogOperator.Crds.Tests.Compilation;

/// <summary>Properties that must hold for every input; tried on all cases.</summary>
public sealed class IndependenceTests
{
    public static TheoryData<string> Cases => CaseTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Order_of_the_input_never_matters(string name)
    {
        var snapshot = CaseTests.Snapshot(Golden.Beside($"Cases/{name}"));
        var expected = ConfigCompiler.Compile(snapshot);
        for (var seed = 0; seed < 20; seed++)
        {
            var shuffled = ConfigCompiler.Compile(Shuffle(snapshot, new Random(seed)));

            Assert.Equal(ResultText.Config(expected), ResultText.Config(shuffled));
            Assert.Equal(ResultText.Verdicts(expected), ResultText.Verdicts(shuffled));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Objects_of_other_namespaces_never_change_what_becomes_of_a_pipeline(string name)
    {
        var snapshot = CaseTests.Snapshot(Golden.Beside($"Cases/{name}"));
        var alone = ConfigCompiler.Compile(snapshot);

        // Every other case moved into a namespace of its own, with all that is wrong in it.
        foreach (var other in Cases.Select(c => c.Data).Where(c => c != name))
        {
            var strangers = CaseTests.Snapshot(Golden.Beside($"Cases/{other}"));
            var together = ConfigCompiler.Compile(snapshot with
            {
                LogSources = [.. snapshot.LogSources, .. strangers.LogSources.Select(s => s with { Metadata = s.Metadata with { Namespace = "elsewhere" } })],
                LogStores = [.. snapshot.LogStores, .. strangers.LogStores.Select(s => s with { Metadata = s.Metadata with { Namespace = "elsewhere" } })],
                LogPipelines = [.. snapshot.LogPipelines, .. strangers.LogPipelines.Select(p => p with { Metadata = p.Metadata with { Namespace = "elsewhere" } })],
                Unreadable = [new UnreadableResource("LogPipeline", "elsewhere", "torn", 3, "expected an object, found a number")],
            });

            foreach (var pipeline in alone.Config.Pipelines)
            {
                var resource = new ResourceId(pipeline.Namespace.Length > 0 ? nameof(LogPipeline) : nameof(ClusterLogPipeline), pipeline.Namespace, pipeline.Name);
                Assert.Equal(alone.Find(resource)!.Hash, together.Find(resource)!.Hash);
            }

            Assert.False(together.Find(new ResourceId("LogPipeline", "elsewhere", "torn"))!.Good);
        }
    }

    [Fact]
    public void Pipeline_that_cannot_be_read_any_more_goes_on_as_published()
    {
        var snapshot = SnapshotFile.Read(Golden.Beside("Cases/paused/input.yaml"));
        var published = ConfigCompiler.Compile(snapshot).Config;

        var result = ConfigCompiler.Compile(snapshot with
        {
            Published = published,
            LogPipelines = [],
            Unreadable = [new UnreadableResource("LogPipeline", "shop", "web", 2, "spec.paused: expected true or false, found 7")],
        });

        Assert.Equal(ResultText.Config(ConfigCompiler.Compile(snapshot)), ResultText.Config(result));
        var verdict = result.Find(new ResourceId("LogPipeline", "shop", "web"))!;
        Assert.Equal(1, verdict.RunningGeneration);
        Assert.Contains("found 7", verdict.Conditions[0].Message);
    }

    [Fact]
    public void Same_name_given_twice_refuses_both_and_nothing_else()
    {
        var snapshot = SnapshotFile.Read(Golden.Beside("Cases/two-routes/input.yaml"));
        var twin = snapshot.LogSources[0] with { Spec = snapshot.LogSources[0].Spec with { Paused = true } };

        var result = ConfigCompiler.Compile(snapshot with { LogSources = [.. snapshot.LogSources, twin] });

        Assert.Contains("2 objects", result.Find(new ResourceId("LogSource", "shop", "web"))!.Conditions[0].Message);
        Assert.True(result.Find(new ResourceId("LogStore", "shop", "hole"))!.Good);
    }

    private static ClusterSnapshot Shuffle(ClusterSnapshot snapshot, Random random)
    {
        return snapshot with
        {
            Namespaces = Shuffled(snapshot.Namespaces),
            Nodes = Shuffled(snapshot.Nodes),
            LogSources = Shuffled(snapshot.LogSources),
            LogPipelines = Shuffled(snapshot.LogPipelines),
            LogStores = Shuffled(snapshot.LogStores),
            ClusterLogSources = Shuffled(snapshot.ClusterLogSources),
            ClusterLogPipelines = Shuffled(snapshot.ClusterLogPipelines),
            ClusterLogStores = Shuffled(snapshot.ClusterLogStores),
            LogAgents = Shuffled(snapshot.LogAgents),
            Secrets = Shuffled(snapshot.Secrets),
            Published = snapshot.Published is { } published
                ? published with { Pipelines = Shuffled(published.Pipelines), Stores = Shuffled(published.Stores) }
                : null,
        };

        T[] Shuffled<T>(IReadOnlyList<T> items)
        {
            T[] copy = [.. items];
            random.Shuffle(copy);
            return copy;
        }
    }
}
