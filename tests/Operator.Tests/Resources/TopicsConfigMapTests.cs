using LogOperator.Operator.Resources;
using LogOperator.Operator.Topics;

namespace LogOperator.Operator.Tests.Resources;

public sealed class TopicsConfigMapTests
{
    [Fact]
    public void Records_come_back_and_one_that_is_damaged_counts_as_lost()
    {
        TopicRecord[] records = [Record("logs"), Record(new string('x', 249))];

        var map = TopicsConfigMap.Build(records, "log-operator");
        var damaged = map with { Data = new Dictionary<string, string>(map.Data!) { ["broken"] = "{" } };

        Assert.All(map.Data!.Keys, key => Assert.InRange(key.Length, 1, 253));
        Assert.Equal(records.ToHashSet(), TopicsConfigMap.Read(damaged).ToHashSet());
        Assert.Empty(TopicsConfigMap.Read(null));
    }

    private static TopicRecord Record(string topic) => new() { ClusterId = "c", Topic = topic, TopicId = "i", KubernetesUid = "u", Store = "LogStore shop/kafka", Created = true };
}
