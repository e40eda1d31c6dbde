using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Topics;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka.Topics;

public sealed class TopicPlanTests
{
    private static readonly TopicState Found = new(true, "id", 6, 3, new Dictionary<string, string> { ["retention.ms"] = "1", ["cleanup.policy"] = "delete" });

    [Fact]
    public void Without_a_policy_nothing_is_done_or_said() => Assert.True(TopicPlan.Of(new(), TopicState.Missing) is { IsEmpty: true, Drift: [] });

    [Fact]
    public void Observing_only_tells()
    {
        Assert.Equal("TopicMissing", Assert.Single(TopicPlan.Of(new() { Policy = TopicPolicy.Observe }, TopicState.Missing).Drift).Reason);
        var plan = TopicPlan.Of(Wanted(TopicPolicy.Observe, 12), Found);
        Assert.True(plan.IsEmpty);
        Assert.Equal(["PartitionsDrift", "ConfigDrift"], plan.Drift.Select(d => d.Reason));
        Assert.Equal("12 partitions are declared, the topic has 6", plan.Drift[0].Message);
        Assert.Equal("retention.ms is declared as \"2\", the topic has \"1\"", plan.Drift[1].Message);
    }

    [Fact]
    public void Creating_leaves_an_existing_topic_as_it_is()
    {
        Assert.True(TopicPlan.Of(Wanted(TopicPolicy.Create, 12), TopicState.Missing).Create);
        Assert.True(TopicPlan.Of(Wanted(TopicPolicy.Create, 12), Found).IsEmpty);
    }

    [Fact]
    public void Managing_repairs_what_can_be_repaired()
    {
        var plan = TopicPlan.Of(Wanted(TopicPolicy.Manage, 12), Found);
        Assert.Equal(12, plan.Partitions);
        Assert.Equal(new Dictionary<string, string> { ["retention.ms"] = "2" }, plan.Config);
        Assert.Empty(plan.Drift);
    }

    [Fact]
    public void Partitions_never_shrink_and_replication_never_changes()
    {
        var plan = TopicPlan.Of(new() { Policy = TopicPolicy.Manage, Partitions = 2, ReplicationFactor = 1 }, Found);
        Assert.True(plan.IsEmpty);
        Assert.Equal(["PartitionsDrift", "ReplicationMismatch"], plan.Drift.Select(d => d.Reason));
    }

    private static KafkaTopicManagementSpec Wanted(TopicPolicy policy, int partitions) => new()
    {
        Policy = policy,
        Partitions = partitions,
        ReplicationFactor = 3,
        Config = new Dictionary<string, string> { ["retention.ms"] = "2", ["cleanup.policy"] = "delete" },
    };
}
