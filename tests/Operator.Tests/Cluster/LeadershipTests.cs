using LogOperator.Kubernetes.Control;
using LogOperator.Operator.Status;
using LogOperator.TestKit.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace LogOperator.Operator.Tests.Cluster;

[Collection(ClusterCollection.Name)]
[Trait("Category", "Integration")]
public sealed class LeadershipTests(ControlPlaneFixture cluster)
{
    [Fact]
    public async Task Of_two_replicas_one_works_and_the_other_takes_over_when_it_stops()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        var first = await bed.StartAsync("operator-a");
        var leading = first.Services.GetRequiredService<LeaderElector>();
        await OperatorBed.EventuallyAsync(() => Task.FromResult(leading.IsLeader), l => l);
        var second = await bed.StartAsync("operator-b");
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());
        var before = await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");
        Assert.False(second.Services.GetRequiredService<LeaderElector>().IsLeader);

        await bed.StopAsync(first);
        await bed.ApplyAsync(Manifests.Pipeline("other"));
        await bed.PipelineAsync("other", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        Assert.True(second.Services.GetRequiredService<LeaderElector>().IsLeader);
        Assert.Equal(2, (await bed.PublishedAsync()).Pipelines.Count);

        // The new leader found everything as it should be and wrote nothing.
        Assert.Equal(before!.Metadata.ResourceVersion, (await bed.PipelineAsync())!.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Whoever_loses_the_lease_stops_writing()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        var replica = await bed.StartAsync();
        var elector = replica.Services.GetRequiredService<LeaderElector>();
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());
        await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        // Somebody else holds the lease for good.
        await OperatorBed.EventuallyAsync(
            async () =>
            {
                await bed.KubectlAsync(
                    "patch", "lease", "log-operator", "--namespace=log-operator", "--type=merge", "--patch", "{\"spec\":{\"holderIdentity\":\"somebody\",\"leaseDurationSeconds\":3600}}");
                return elector.IsLeader;
            },
            leads => !leads);
        await bed.ApplyAsync(Manifests.Pipeline("late"));

        // Its informers still follow: the object is seen, but nothing is done about it.
        var cache = replica.Services.GetRequiredService<Operator.Cache.ClusterCache>();
        await OperatorBed.EventuallyAsync(() => Task.FromResult(cache.LogPipelines.Get("shop", "late")), p => p is not null);
        Assert.Null((await bed.PipelineAsync("late"))!.Status?.Conditions);

        await bed.KubectlAsync("delete", "lease", "log-operator", "--namespace=log-operator");
        await bed.PipelineAsync("late", p => p.Status?.Conditions.Of("Ready")?.Status == "True");
    }

    [Fact]
    public async Task Probes_and_metrics_answer()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        var replica = await bed.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(replica.Urls.Single().Replace("[::]", "127.0.0.1", StringComparison.Ordinal)) };

        await OperatorBed.EventuallyAsync(async () => (int)(await http.GetAsync("/readyz")).StatusCode, code => code == 200);
        Assert.Equal("ok\n", await http.GetStringAsync("/healthz"));
        var metrics = await OperatorBed.EventuallyAsync(() => http.GetStringAsync("/metrics"), text => text.Contains("logoperator_passes_total{result=\"done\"}", StringComparison.Ordinal));
        Assert.Contains("# TYPE logoperator_passes_total counter", metrics, StringComparison.Ordinal);
        Assert.Contains("logoperator_leader 1", metrics, StringComparison.Ordinal);
        Assert.Contains("kubernetes_workqueue_depth{queue=\"status\"}", metrics, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await http.GetAsync("/other")).StatusCode);
        Assert.Equal(405, (int)(await http.PostAsync("/healthz", null)).StatusCode);
    }
}
