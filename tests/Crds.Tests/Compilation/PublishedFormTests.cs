using System.Text.Json;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Tests.Compilation;

public sealed class PublishedFormTests
{
    public static TheoryData<string> Cases => CaseTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_published_reads_back_as_the_same_and_compiles_to_itself(string name)
    {
        var snapshot = CaseTests.Snapshot(Golden.Beside($"Cases/{name}"));
        var first = ConfigCompiler.Compile(snapshot);
        var shards = AgentConfigShards.Split(first.Config).Select(s => JsonSerializer.Serialize(s, PipelineJson.Default.AgentConfig));
        var read = AgentConfigShards.Merge(shards.Select(s => JsonSerializer.Deserialize(s, PipelineJson.Default.AgentConfig)!));

        var second = ConfigCompiler.Compile(snapshot with { Published = read, Now = SnapshotFile.Now.AddHours(1) });

        Assert.Equal(ResultText.Config(first), ResultText.Config(second));
        Assert.Equal(first.Verdicts.Select(v => v.Hash), second.Verdicts.Select(v => v.Hash));
    }

    [Fact]
    public void First_acceptance_is_taken_from_the_status_before_anything_else()
    {
        var snapshot = SnapshotFile.Read(Golden.Beside("Cases/paused/input.yaml"));
        var since = SnapshotFile.Now.AddDays(-30);

        var result = ConfigCompiler.Compile(snapshot with
        {
            LogPipelines = [snapshot.LogPipelines[0] with { Status = new LogPipelineStatus { AcceptedAt = since } }],
            Published = ConfigCompiler.Compile(snapshot).Config,
        });

        Assert.Equal(since, Assert.Single(result.Config.Pipelines).AcceptedAt);
    }

    [Fact]
    public void Pipeline_that_is_being_deleted_is_gone()
    {
        var snapshot = SnapshotFile.Read(Golden.Beside("Cases/paused/input.yaml"));
        var pipeline = snapshot.LogPipelines[0];

        var result = ConfigCompiler.Compile(snapshot with
        {
            LogPipelines = [pipeline with { Metadata = pipeline.Metadata with { DeletionTimestamp = SnapshotFile.Now } }],
            Published = ConfigCompiler.Compile(snapshot).Config,
        });

        Assert.Empty(result.Config.Pipelines);
        Assert.Empty(result.Config.Stores);
    }

    [Fact]
    public void Namespace_that_opts_out_later_is_not_read_by_what_goes_on_either()
    {
        var folder = Golden.Beside("Cases/invalid-edit-keeps-the-last-accepted");
        var snapshot = CaseTests.Snapshot(folder) with
        {
            Namespaces = [new NamespaceInfo("shop", new Dictionary<string, string> { [ApiGroup.ExcludeLabel] = "true" })],
        };

        var source = Assert.Single(Assert.Single(ConfigCompiler.Compile(snapshot).Config.Pipelines).Sources);

        Assert.Empty(source.Namespaces!);
    }

    [Fact]
    public void Shard_follows_from_the_namespace_and_holds_the_stores_that_its_pipelines_name()
    {
        var config = ConfigCompiler.Compile(SnapshotFile.Read(Golden.Beside("Cases/two-routes/input.yaml"))).Config;

        var shards = AgentConfigShards.Split(config);

        Assert.Equal(AgentConfigShards.Count, shards.Count);
        var shard = Assert.Single(shards, s => s.Pipelines.Count > 0);
        Assert.Same(shards[AgentConfigShards.IndexOf("shop")], shard);
        Assert.Equal(["shop/alerts", "shop/hole"], shard.Stores.Select(s => s.Key));
        Assert.All(shards.Where(s => s != shard), s => Assert.Empty(s.Stores));
    }

    [Theory]
    [InlineData("", 9)]
    [InlineData("default", 15)]
    [InlineData("kube-system", 15)]
    public void Shard_of_a_namespace_never_changes_since_it_is_published_by_number(string name, int shard) =>
        Assert.Equal(shard, AgentConfigShards.IndexOf(name));
}
