using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests.Control;

[Collection(ApiServerTests.Name)]
[Trait("Category", "Integration")]
public sealed class LeaderElectorTests(ApiServerFixture server) : IAsyncLifetime
{
    private readonly KubeClient client = new(KubeConfig.Load(server.Kubeconfig));
    private ObjectKey lease;

    public async ValueTask InitializeAsync() => this.lease = new ObjectKey(await Some.NamespaceAsync(this.client), "leader");

    public ValueTask DisposeAsync()
    {
        this.client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task One_leads_and_on_its_stop_the_other_takes_over_at_once()
    {
        await using var first = Candidate(this.client, "first");
        await Eventually.TrueAsync(() => first.Leads, "the first leads");
        await using var second = Candidate(this.client, "second");
        await Eventually.TrueAsync(() => second.Elector.Holder == "first", "the second sees the first");
        Assert.False(second.Leads);
        await first.StopAsync();
        Assert.False(first.Leads);
        await Eventually.TrueAsync(() => second.Leads, "the second leads");
        var lease = await this.client.GetAsync(Lease.Resource, this.lease.Namespace, this.lease.Name);
        Assert.Equal(("second", 3), (lease.Spec!.HolderIdentity, lease.Spec.LeaseDurationSeconds));
        Assert.True(lease.Spec.LeaseTransitions >= 1);
    }

    [Fact]
    public async Task Leader_that_cannot_renew_stops_before_another_begins()
    {
        await using var fake = await FakeApiServer.StartAsync();
        using var cut = new KubeClient(new KubeConfig { Server = fake.Server });
        await using var first = Candidate(cut, "first");
        await Eventually.TrueAsync(() => first.Leads, "the first leads");
        using var other = new KubeClient(new KubeConfig { Server = fake.Server });
        await using var second = Candidate(other, "second");
        await Eventually.TrueAsync(() => second.Elector.Holder == "first", "the second sees the first");

        // From now on the first one's renewals fail and the second one's work.
        fake.Inject(r => r.Method == "PUT" && r.Body.Contains("\"first\"", StringComparison.Ordinal), [.. Enumerable.Repeat(FakeFault.Refuse(500, "InternalError"), 1000)]);
        await Eventually.TrueAsync(() => !first.Leads, "the first stops");
        Assert.False(second.Leads);
        await Eventually.TrueAsync(() => second.Leads, "the second leads");
        Assert.False(first.Leads);
    }

    [Fact]
    public async Task Work_that_fails_releases_the_lease_and_is_told()
    {
        var elector = new LeaderElector(this.client, Options("failing"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => elector.RunAsync(_ => throw new InvalidOperationException("broken"), default));
        Assert.Equal("", (await this.client.GetAsync(Lease.Resource, this.lease.Namespace, this.lease.Name)).Spec!.HolderIdentity);
        Assert.False(elector.IsLeader);
    }

    [Fact]
    public void Durations_that_let_two_lead_are_refused() =>
        Assert.Throws<ArgumentException>(() => new LeaderElector(this.client, Options("x") with { RenewDeadline = TimeSpan.FromSeconds(3) }));

    private LeaderElectionOptions Options(string identity) => new()
    {
        Lease = this.lease,
        Identity = identity,
        LeaseDuration = TimeSpan.FromSeconds(3),
        RenewDeadline = TimeSpan.FromSeconds(1.5),
        RetryPeriod = TimeSpan.FromMilliseconds(100),
    };

    private Running Candidate(KubeClient client, string identity) => new(new LeaderElector(client, Options(identity)));

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task run;
        private volatile bool leads;

        public Running(LeaderElector elector)
        {
            Elector = elector;
            run = elector.RunAsync(LeadAsync, stop.Token);
        }

        public LeaderElector Elector { get; }

        public bool Leads => leads;

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            await run;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
        }

        private async Task LeadAsync(CancellationToken cancellation)
        {
            leads = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            leads = false;
        }
    }
}
