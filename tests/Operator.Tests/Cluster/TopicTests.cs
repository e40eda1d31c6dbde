using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Resources;
using LogOperator.Operator.Status;
using LogOperator.TestKit.Cluster;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Network;

namespace LogOperator.Operator.Tests.Cluster;

[Collection(ClusterCollection.Name)]
[Trait("Category", "Integration")]
public sealed class TopicTests(ControlPlaneFixture cluster, KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const int DeadBrokers = 10;

    [Fact]
    public async Task A_managed_topic_is_made_grown_and_kept_but_never_shrunk()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        Task Apply(int partitions, int retention) => bed.ApplyAsync(Manifests.Kafka(
            "kafka", kafka.Server.BootstrapServers, "managed", $$"""{policy: Manage, partitions: {{partitions}}, config: {retention.ms: "{{retention}}"} }"""));

        await bed.ApplyAsync(Manifests.Source + Manifests.Pipeline(store: "kafka"));
        await Apply(3, 600000);
        var made = await bed.StoreAsync("kafka", s => Topics(s)?.Status == "True");
        await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");
        Assert.Equal(("managed", 3), (Assert.Single(made!.Status!.Topics!).Name, made.Status.Topics![0].Partitions));
        Assert.NotNull(made.Status.Topics[0].Id);

        await Apply(5, 700000);
        await bed.StoreAsync("kafka", s => Topics(s) is { Status: "True", ObservedGeneration: 2 } && s.Status!.Topics![0].Partitions == 5);

        await Apply(2, 700000);
        var shrunk = await bed.StoreAsync("kafka", s => Topics(s) is { Status: "False", ObservedGeneration: 3 });
        Assert.Equal("PartitionsDrift", Topics(shrunk!)!.Reason);
        Assert.Equal(5, shrunk!.Status!.Topics![0].Partitions);

        var record = Assert.Single(TopicsConfigMap.Read(await bed.Client.FindAsync(ConfigMap.Resource, "log-operator", "log-operator-topics")));
        Assert.Equal(("managed", made.Status.Topics[0].Id, "LogStore shop/kafka", true), (record.Topic, record.TopicId, record.Store, record.Created));
        Assert.NotEmpty(record.KubernetesUid);
    }

    [Fact]
    public async Task Of_two_stores_that_manage_one_topic_the_older_has_it()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Kafka("older", kafka.Server.BootstrapServers, "contested", "{policy: Create, partitions: 1}"));
        await bed.StoreAsync("older", s => Topics(s)?.Status == "True");

        await bed.ApplyAsync(Manifests.Kafka("younger", kafka.Server.BootstrapServers, "contested", "{policy: Manage, partitions: 4}"));
        var refused = await bed.StoreAsync("younger", s => Topics(s)?.Status == "False");

        Assert.Equal("Conflict", Topics(refused!)!.Reason);
        Assert.Contains("LogStore shop/older", Topics(refused!)!.Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single((await bed.StoreAsync("older"))!.Status!.Topics!).Partitions);
    }

    [Fact]
    public async Task An_observer_creates_nothing_and_says_what_is_missing()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Kafka("watcher", kafka.Server.BootstrapServers, "not-there", "{policy: Observe}"));

        var missing = await bed.StoreAsync("watcher", s => Topics(s)?.Status == "False");

        Assert.Equal("TopicMissing", Topics(missing!)!.Reason);
        Assert.Null(missing!.Status!.Topics is { Count: > 0 } topics ? topics : null);
        Assert.Empty(TopicsConfigMap.Read(await bed.Client.FindAsync(ConfigMap.Resource, "log-operator", "log-operator-topics")));
    }

    [Fact]
    public async Task Dead_brokers_delay_only_their_own_stores()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        string[] dead = [.. Enumerable.Range(0, DeadBrokers).Select(i => $"dead-{i}")];
        await bed.ApplyAsync(string.Concat(dead.Select(d => Manifests.Kafka(d, $"127.0.0.1:{FreePort.Take(1)[0]}", d, "{policy: Create}"))));
        await OperatorBed.EventuallyAsync(() => Task.WhenAll(dead.Select(d => bed.StoreAsync(d))), stores => stores.Any(s => Topics(s!)?.Status == "False"));

        // Each of them takes its time-out of 10 s: one after the other, the others would take longer than this waits.
        await bed.ApplyAsync(Manifests.Kafka("alive", kafka.Server.BootstrapServers, "alive", "{policy: Create, partitions: 2}"));
        await bed.StoreAsync("alive", s => Topics(s)?.Status == "True");

        var unreachable = await bed.StoreAsync("dead-0", s => Topics(s)?.Status == "False");
        Assert.Equal("BrokersUnreachable", Topics(unreachable!)!.Reason);
        Assert.Equal("True", unreachable!.Status!.Conditions.Of("Accepted")!.Status);
    }

    private static Condition? Topics(LogStore store) => store.Status?.Conditions.Of("TopicsReady");
}
