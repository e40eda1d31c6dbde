using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests.Control;

[Collection(ApiServerTests.Name)]
[Trait("Category", "Integration")]
public sealed class EventRecorderTests(ApiServerFixture server)
{
    private readonly EventRecorderOptions options = new() { Burst = 3 };

    [Fact]
    public async Task Repetitions_count_up_one_event_within_the_objects_budget()
    {
        using var client = new KubeClient(KubeConfig.Load(server.Kubeconfig));
        using var stop = new CancellationTokenSource();
        var ns = await Some.NamespaceAsync(client);
        var recorder = new EventRecorder(client, "logoperator.io/operator", "pod-1", options);
        var run = recorder.RunAsync(stop.Token);
        var about = ConfigMap.Resource.ReferenceTo(await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a")));
        for (var i = 0; i < 10; i++)
        {
            recorder.Warning(about, "Broken", "Check", new string('ü', 2000));
        }

        recorder.Normal(about with { Name = "b", Uid = "other" }, "Fine", "Check", "all is well");

        KubeList<Event> events = null!;
        await Eventually.TrueAsync(async () => (events = await client.ListAsync(Event.Resource, ns)).Items.Any(e => e.Reason == "Fine"), "the last event is written");
        var broken = Assert.Single(events.Items, e => e.Reason == "Broken");
        Assert.Equal((3, "Warning", "a", "ConfigMap"), (broken.Series!.Count, broken.Type, broken.Regarding!.Name, broken.Regarding.Kind));
        Assert.EndsWith("ü…", broken.Note);
        Assert.Null(Assert.Single(events.Items, e => e.Reason == "Fine").Series);
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Event_about_a_cluster_scoped_object_is_written()
    {
        using var client = new KubeClient(KubeConfig.Load(server.Kubeconfig));
        using var stop = new CancellationTokenSource();
        var recorder = new EventRecorder(client, "logoperator.io/operator", "pod-1", options);
        var run = recorder.RunAsync(stop.Token);
        var name = await Some.NamespaceAsync(client);
        recorder.Normal(new ObjectReference { ApiVersion = "v1", Kind = "Namespace", Name = name }, "Seen", "Look", "there");
        await Eventually.TrueAsync(async () => (await client.ListAsync(Event.Resource, "default")).Items.Any(e => e.Regarding?.Name == name), "the event is written");
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Refused_events_trouble_nobody()
    {
        await using var fake = await FakeApiServer.StartAsync();
        using var client = Some.Client(fake);
        using var stop = new CancellationTokenSource();
        var recorder = new EventRecorder(client, "logoperator.io/operator", "pod-1", new EventRecorderOptions { Capacity = 2 });
        fake.Inject(_ => true, FakeFault.Refuse(403, "Forbidden"), FakeFault.Abort());
        for (var i = 0; i < 5; i++)
        {
            recorder.Normal(new ObjectReference { Kind = "Pod", Namespace = "a", Name = $"p{i}" }, "Seen", "Look", "there");
        }

        var run = recorder.RunAsync(stop.Token);
        await fake.WaitForAsync(_ => true, 2);
        recorder.Normal(new ObjectReference { Kind = "Pod", Namespace = "a", Name = "last" }, "Seen", "Look", "there");
        await fake.WaitForAsync(r => r.Body.Contains("\"last\"", StringComparison.Ordinal));
        Assert.Equal(3, fake.Requests.Count);
        await stop.CancelAsync();
        await run;
    }
}
