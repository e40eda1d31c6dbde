using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Resources;
using LogOperator.Operator.Status;
using LogOperator.Operator.Topics;
using LogOperator.TestKit.Cluster;
using LogOperator.TestKit.Kafka;

namespace LogOperator.Operator.Tests.Cluster;

[Collection(ClusterCollection.Name)]
[Trait("Category", "Integration")]
public sealed class TopicDeletionTests(ControlPlaneFixture cluster, KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const string Delete = "{policy: Create, partitions: 1, deletionPolicy: Delete}";

    [Fact]
    public async Task A_topic_that_was_created_for_the_store_goes_with_it_where_that_is_asked_for_and_stays_else()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await MakeAsync(bed, "goes", "goes-with-its-store", Delete);
        await MakeAsync(bed, "stays", "stays-without-its-store", "{policy: Create, partitions: 1}");
        await bed.StoreAsync("goes", s => TopicFinalizer.IsOn(s.Metadata));
        Assert.False(TopicFinalizer.IsOn((await bed.StoreAsync("stays"))!.Metadata));

        await DeleteAsync(bed, "goes");
        await DeleteAsync(bed, "stays");

        await EventAsync(bed, "goes", "TopicDeleted");
        var topics = await TopicsAsync();
        Assert.DoesNotContain("goes-with-its-store", topics);
        Assert.Contains("stays-without-its-store", topics);
        Assert.DoesNotContain(
            TopicsConfigMap.Read(await bed.Client.FindAsync(ConfigMap.Resource, "log-operator", "log-operator-topics")), r => r.Topic == "goes-with-its-store");
    }

    [Fact]
    public async Task Topics_of_others_stay()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Server.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "was-there-before", NumPartitions = 1, ReplicationFactor = 1 }]);
        await MakeAsync(bed, "finder", "was-there-before", Delete);
        await MakeAsync(bed, "sharer", "shared-by-two", Delete);
        await bed.ApplyAsync(Manifests.Kafka("other-user", kafka.Server.BootstrapServers, "shared-by-two", "{policy: None}"));
        await MakeAsync(bed, "remade", "made-anew-by-somebody", Delete);
        await admin.DeleteTopicsAsync(["made-anew-by-somebody"]);
        await OperatorBed.EventuallyAsync(TopicsAsync, t => !t.Contains("made-anew-by-somebody"));
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "made-anew-by-somebody", NumPartitions = 1, ReplicationFactor = 1 }]);
        await bed.StoreAsync("other-user", s => s.Status?.ObservedGeneration > 0);

        foreach (var name in new[] { "finder", "sharer", "remade" })
        {
            await DeleteAsync(bed, name);
        }

        await EventAsync(bed, "sharer", "TopicsRetained");
        await EventAsync(bed, "remade", "TopicsRetained");
        var topics = await TopicsAsync();
        Assert.Contains("was-there-before", topics);
        Assert.Contains("shared-by-two", topics);
        Assert.Contains("made-anew-by-somebody", topics);
    }

    [Fact]
    public async Task A_store_does_not_wait_for_dead_brokers_for_ever()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await using var brokers = await KafkaFixture.StartOwnAsync();
        await bed.ApplyAsync(Manifests.Kafka("orphan", brokers.BootstrapServers, "orphaned", Delete));
        await bed.StoreAsync("orphan", s => s.Status?.Conditions.Of("TopicsReady")?.Status == "True" && TopicFinalizer.IsOn(s.Metadata));
        await brokers.KillAsync();

        await DeleteAsync(bed, "orphan");

        await EventAsync(bed, "orphan", "TopicsRetained");
    }

    [Fact]
    public async Task Who_changes_his_mind_has_no_finalizer_any_more()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await MakeAsync(bed, "mind", "change-of-mind", Delete);
        await bed.StoreAsync("mind", s => TopicFinalizer.IsOn(s.Metadata));

        await MakeAsync(bed, "mind", "change-of-mind", "{policy: Create, partitions: 1}");
        await bed.StoreAsync("mind", s => !TopicFinalizer.IsOn(s.Metadata));
        await DeleteAsync(bed, "mind");

        Assert.Contains("change-of-mind", await TopicsAsync());
    }

    private async Task MakeAsync(OperatorBed bed, string name, string topic, string management)
    {
        await bed.ApplyAsync(Manifests.Kafka(name, kafka.Server.BootstrapServers, topic, management));
        await bed.StoreAsync(name, s => s.Status?.Conditions.Of("TopicsReady")?.Status == "True");
    }

    private static async Task DeleteAsync(OperatorBed bed, string name)
    {
        await bed.Client.DeleteAsync(LogStore.Resource, "shop", name);
        await OperatorBed.EventuallyAsync(() => bed.StoreAsync(name), s => s is null);
    }

    private static async Task EventAsync(OperatorBed bed, string store, string reason) => await OperatorBed.EventuallyAsync(
        () => bed.Client.ListAsync(Event.Resource, "shop"), events => events.Items.Any(e => e.Regarding?.Name == store && e.Reason == reason));

    private Task<List<string>> TopicsAsync() => Task.Run(() =>
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Server.BootstrapServers }).Build();
        return admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Select(t => t.Topic).ToList();
    });
}
