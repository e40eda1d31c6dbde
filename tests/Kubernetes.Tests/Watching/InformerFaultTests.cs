using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests.Watching;

public sealed class InformerFaultTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/a/configmaps";
    private readonly CancellationTokenSource stop = new();
    private readonly List<string> changes = [];
    private readonly List<UndecodableObject> undecodable = [];
    private FakeApiServer fake = null!;
    private KubeClient client = null!;
    private Informer<ConfigMap> informer = null!;
    private Task run = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeApiServer.StartAsync();
        client = Some.Client(fake);
        var options = new InformerOptions { Backoff = new Backoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)), OnUndecodable = undecodable.Add };
        informer = new Informer<ConfigMap>(client, ConfigMap.Resource, options);
        informer.Store.Subscribe(change =>
        {
            lock (this.changes)
            {
                this.changes.Add($"{change.Kind} {change.Key.Name} {change.Old?.Data?["k"]}>{change.New?.Data?["k"]}");
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run;
        client.Dispose();
        await fake.DisposeAsync();
        stop.Dispose();
    }

    [Fact]
    public async Task Store_follows_additions_changes_and_deletions()
    {
        Put("a", "1");
        await StartAsync();
        Put("b", "1");
        Put("a", "2");
        fake.Delete($"{Maps}/b");
        await SeenAsync("Added a >1", "Added b >1", "Modified a 1>2", "Deleted b 1>");
        Assert.Equal("2", informer.Store.Get("a", "a")!.Data!["k"]);
        Assert.Same(informer.Store.Snapshot(), informer.Store.Snapshot());
        Assert.Equal("a", Assert.Single(informer.Store.Snapshot()).Name());
    }

    [Fact]
    public async Task Ended_and_cut_watches_go_on_from_where_they_were()
    {
        await StartAsync();
        for (var i = 0; i < 6; i++)
        {
            Put("a", $"{i}");
            if (i % 2 == 0)
            {
                fake.EndWatches();
            }
            else
            {
                fake.AbortWatches();
            }

            Put("b", $"{i}");
        }

        await Eventually.TrueAsync(() => informer.Store.Get("a", "b")?.Data!["k"] == "5", "the last change is seen");
        Assert.Equal("5", informer.Store.Get("a", "a")!.Data!["k"]);
        Assert.Single(fake.Requests, r => !r.IsWatch);
        lock (this.changes)
        {
            Assert.Equal(12, this.changes.Count);
        }
    }

    [Fact]
    public async Task Expired_version_is_listed_again_and_deletions_in_between_are_seen()
    {
        Put("gone", "1");
        Put("stays", "1");
        Put("anew", "1");
        await StartAsync();
        fake.Inject(r => r.IsWatch, [.. Enumerable.Repeat(FakeFault.Refuse(500, "InternalError"), 3)]);
        fake.AbortWatches();
        fake.Delete($"{Maps}/gone");
        fake.Delete($"{Maps}/anew");
        Put("anew", "2");
        Put("new", "1");
        fake.Compact();
        await Eventually.TrueAsync(() => informer.Store.Get("a", "new") is not null && informer.Store.Get("a", "gone") is null, "the store equals the server");
        lock (this.changes)
        {
            Assert.Contains("Deleted gone 1>", this.changes);
            Assert.Contains("Deleted anew 1>", this.changes);
            Assert.Contains("Added anew >2", this.changes);
            Assert.DoesNotContain(this.changes, c => c.StartsWith("Modified", StringComparison.Ordinal));
            Assert.Single(this.changes, c => c.Contains("stays", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Failing_list_is_tried_until_it_works()
    {
        Put("a", "1");
        fake.Inject(r => !r.IsWatch, FakeFault.Refuse(500, "InternalError"), FakeFault.CutAfter("{"), FakeFault.Abort(), FakeFault.Refuse(403, "Forbidden"), FakeFault.Refuse(404, "NotFound"), FakeFault.Reply(200, "text/html", "<html>"));
        await StartAsync();
        Assert.Equal(1, informer.Store.Count);
    }

    [Fact]
    public async Task Bad_object_is_reported_and_the_others_go_on()
    {
        Put("good", "1");
        fake.Put($"{Maps}/bad", """{"data": 3}""");
        await StartAsync();
        Assert.Equal("good", Assert.Single(informer.Store.Snapshot()).Name());
        Assert.Equal(new ObjectKey("a", "bad"), Assert.Single(informer.Store.Undecodable).Key);
        Assert.Equal(new ObjectKey("a", "bad"), Assert.Single(undecodable).Key);

        Put("bad", "mended");
        await Eventually.TrueAsync(() => informer.Store.Count == 2, "the mended object is there");
        Assert.Empty(informer.Store.Undecodable);

        fake.Put($"{Maps}/good", """{"data": "spoiled"}""");
        await Eventually.TrueAsync(() => informer.Store.Undecodable.Count == 1, "the spoiled object is reported");
        Assert.Equal("1", informer.Store.Get("a", "good")!.Data!["k"]);

        // Also over a new list the last good state stays, since the object still exists.
        fake.Compact();
        Put("other", "1");
        fake.Compact();
        fake.AbortWatches();
        await Eventually.TrueAsync(() => fake.Requests.Count(r => !r.IsWatch) == 2 || informer.Store.Get("a", "other") is not null, "the others go on");
        Assert.NotNull(informer.Store.Get("a", "good"));

        fake.Delete($"{Maps}/good");
        await Eventually.TrueAsync(() => informer.Store.Get("a", "good") is null, "the deletion of a bad object is seen");
        Assert.Empty(informer.Store.Undecodable);
    }

    [Fact]
    public async Task Late_subscriber_sees_what_is_there()
    {
        Put("a", "1");
        await StartAsync();
        var seen = new List<StoreChange<ConfigMap>>();
        using (informer.Store.Subscribe(seen.Add))
        {
            Assert.Equal((StoreChangeKind.Added, "a"), (Assert.Single(seen).Kind, seen[0].Key.Name));
        }

        Put("b", "1");
        await SeenAsync("Added a >1", "Added b >1");
        Assert.Single(seen);
    }

    private void Put(string name, string value) => fake.Put($"{Maps}/{name}", $$"""{"data": {"k": "{{value}}"} }""");

    private async Task StartAsync()
    {
        run = informer.RunAsync(stop.Token);
        await informer.HasSynced;
        await fake.WaitForAsync(r => r.IsWatch);
    }

    private async Task SeenAsync(params string[] changes)
    {
        await Eventually.TrueAsync(
            () =>
            {
                lock (this.changes)
                {
                    return this.changes.Count >= changes.Length;
                }
            },
            string.Join(", ", changes));
        lock (this.changes)
        {
            Assert.Equal(changes, this.changes);
        }
    }
}
