using LogOperator.Crds.Compilation;

namespace LogOperator.Crds.Tests.Compilation;

public sealed class TopicTests
{
    private static readonly ClusterSnapshot Snapshot = SnapshotFile.Read(Golden.Beside("Cases/good-pipeline/input.yaml"));
    private static readonly ResourceId Pipeline = new("LogPipeline", "shop", "web");

    [Theory]
    [InlineData(true, "True", "ResolvedRefs")]
    [InlineData(false, "False", "TopicsNotReady")]
    [InlineData(null, "Unknown", "TopicsPending")]
    public void Pipeline_tells_about_the_topics_of_its_stores_and_runs_all_the_same(bool? ready, string status, string reason)
    {
        var result = ConfigCompiler.Compile(Snapshot with
        {
            Topics = ready is { } known ? [new TopicVerdict("shop/kafka", known, "CreateDenied", "no right to create shop-logs")] : [],
        });

        var condition = result.Find(Pipeline)!.Conditions.Single(c => c.Type == "ResolvedRefs");
        Assert.Equal((status, reason), (condition.Status, condition.Reason));
        Assert.Equal(4, result.Find(Pipeline)!.RunningGeneration);
        Assert.Equal("shop-logs", Assert.Single(result.Topics).Store.Spec.Kafka!.Topic.Name);
    }

    [Fact]
    public void Secret_that_was_not_looked_up_holds_a_new_pipeline_back_without_saying_that_it_is_missing()
    {
        var result = ConfigCompiler.Compile(Snapshot with { Secrets = [] });

        var condition = result.Find(Pipeline)!.Conditions.Single(c => c.Type == "ResolvedRefs");
        Assert.Equal(("Unknown", "SecretPending"), (condition.Status, condition.Reason));
        Assert.Empty(result.Config.Pipelines);
        Assert.Equal(2, result.SecretsToLookUp.Count);
    }

    [Fact]
    public void Without_a_cluster_Secrets_topics_and_file_paths_are_taken_as_they_are()
    {
        var local = ConfigCompiler.Compile(Snapshot with { Secrets = [], Local = true, Now = null });
        var paths = ConfigCompiler.Compile(SnapshotFile.Read(Golden.Beside("Cases/absolute-file-path/input.yaml")) with { Local = true });

        Assert.All(local.Verdicts.Concat(paths.Verdicts), v => Assert.True(v.Good));
        Assert.Null(Assert.Single(local.Config.Pipelines).AcceptedAt);
        Assert.Equal("", Assert.Single(local.Config.Stores).SecretNamespace);
        Assert.Empty(local.Credentials);
        Assert.Empty(local.Topics);
    }
}
