using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests.Watching;

[Collection(ApiServerTests.Name)]
[Trait("Category", "Integration")]
public sealed class InformerTests(ApiServerFixture server)
{
    [Fact]
    public async Task Store_equals_the_server_also_after_the_server_was_killed_and_started_again()
    {
        using var client = new KubeClient(KubeConfig.Load(server.Kubeconfig));
        using var stop = new CancellationTokenSource();
        var ns = await Some.NamespaceAsync(client);
        await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a", "1"));
        await client.CreateAsync(ConfigMap.Resource, new ConfigMap { Metadata = new ObjectMeta { Name = "unlabelled", Namespace = ns } });
        var informer = new Informer<ConfigMap>(client, ConfigMap.Resource, new InformerOptions { Namespace = ns, FieldSelector = "metadata.name!=unlabelled", Backoff = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)) });
        var run = informer.RunAsync(stop.Token);
        await informer.HasSynced;
        Assert.Equal("a", Assert.Single(informer.Store.Snapshot()).Name());
        await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "b", "1"));
        await Eventually.TrueAsync(() => informer.Store.Count == 2, "the new object is seen");

        await server.StopServerAsync();
        await server.StartServerAsync();
        await client.DeleteAsync(ConfigMap.Resource, ns, "b");
        await client.ApplyAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a", "2"), new ApplyOptions("test"));
        await Eventually.TrueAsync(() => informer.Store.Count == 1 && informer.Store.Get(ns, "a")!.Data!["k"] == "2", "changes after the restart are seen");
        await stop.CancelAsync();
        await run;
    }
}
