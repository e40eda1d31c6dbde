using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests.Watching;

public sealed class InformerFaultTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/a/configmaps";
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _changes = [];
    private readonly List<UndecodableObject> _undecodable = [];
    private FakeApiServer _fake = null!;
    private KubeClient _client = null!;
    private Informer<ConfigMap> _informer = null!;
    private Task _run = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeApiServer.StartAsync();
        _client = Some.Client(_fake);
        var options = new InformerOptions { Backoff = new Backoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)), OnUndecodable = _undecodable.Add };
        _informer = new Informer<ConfigMap>(_client, ConfigMap.Resource, options);
        _informer.Store.Subscribe(change =>
        {
            lock (_changes)
                _changes.Add($"{change.Kind} {change.Key.Name} {change.Old?.Data?["k"]}>{change.New?.Data?["k"]}");
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _client.Dispose();
        await _fake.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Store_follows_additions_changes_and_deletions()
    {
        Put("a", "1");
        await StartAsync();
        Put("b", "1");
        Put("a", "2");
        _fake.Delete($"{Maps}/b");
        await SeenAsync("Added a >1", "Added b >1", "Modified a 1>2", "Deleted b 1>");
        Assert.Equal("2", _informer.Store.Get("a", "a")!.Data!["k"]);
        Assert.Same(_informer.Store.Snapshot(), _informer.Store.Snapshot());
        Assert.Equal("a", Assert.Single(_informer.Store.Snapshot()).Name());
    }

    [Fact]
    public async Task Ended_and_cut_watches_go_on_from_where_they_were()
    {
        await StartAsync();
        for (var i = 0; i < 6; i++)
        {
            Put("a", $"{i}");
            if (i % 2 == 0)
                _fake.EndWatches();
            else
                _fake.AbortWatches();
            Put("b", $"{i}");
        }

        await Eventually.TrueAsync(() => _informer.Store.Get("a", "b")?.Data!["k"] == "5", "the last change is seen");
        Assert.Equal("5", _informer.Store.Get("a", "a")!.Data!["k"]);
        Assert.Single(_fake.Requests, r => !r.IsWatch);
        lock (_changes)
            Assert.Equal(12, _changes.Count);
    }

    [Fact]
    public async Task Expired_version_is_listed_again_and_deletions_in_between_are_seen()
    {
        Put("gone", "1");
        Put("stays", "1");
        Put("anew", "1");
        await StartAsync();
        _fake.Inject(r => r.IsWatch, [.. Enumerable.Repeat(FakeFault.Refuse(500, "InternalError"), 3)]);
        _fake.AbortWatches();
        _fake.Delete($"{Maps}/gone");
        _fake.Delete($"{Maps}/anew");
        Put("anew", "2");
        Put("new", "1");
        _fake.Compact();
        await Eventually.TrueAsync(() => _informer.Store.Get("a", "new") is not null && _informer.Store.Get("a", "gone") is null, "the store equals the server");
        lock (_changes)
        {
            Assert.Contains("Deleted gone 1>", _changes);
            Assert.Contains("Deleted anew 1>", _changes);
            Assert.Contains("Added anew >2", _changes);
            Assert.DoesNotContain(_changes, c => c.StartsWith("Modified", StringComparison.Ordinal));
            Assert.Single(_changes, c => c.Contains("stays", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Failing_list_is_tried_until_it_works()
    {
        Put("a", "1");
        _fake.Inject(r => !r.IsWatch, FakeFault.Refuse(500, "InternalError"), FakeFault.CutAfter("{"), FakeFault.Abort(), FakeFault.Refuse(403, "Forbidden"), FakeFault.Refuse(404, "NotFound"), FakeFault.Reply(200, "text/html", "<html>"));
        await StartAsync();
        Assert.Equal(1, _informer.Store.Count);
    }

    [Fact]
    public async Task Bad_object_is_reported_and_the_others_go_on()
    {
        Put("good", "1");
        _fake.Put($"{Maps}/bad", """{"data": 3}""");
        await StartAsync();
        Assert.Equal("good", Assert.Single(_informer.Store.Snapshot()).Name());
        Assert.Equal(new ObjectKey("a", "bad"), Assert.Single(_informer.Store.Undecodable).Key);
        Assert.Equal(new ObjectKey("a", "bad"), Assert.Single(_undecodable).Key);

        Put("bad", "mended");
        await Eventually.TrueAsync(() => _informer.Store.Count == 2, "the mended object is there");
        Assert.Empty(_informer.Store.Undecodable);

        _fake.Put($"{Maps}/good", """{"data": "spoiled"}""");
        await Eventually.TrueAsync(() => _informer.Store.Undecodable.Count == 1, "the spoiled object is reported");
        Assert.Equal("1", _informer.Store.Get("a", "good")!.Data!["k"]);

        // Also over a new list the last good state stays, since the object still exists.
        _fake.Compact();
        Put("other", "1");
        _fake.Compact();
        _fake.AbortWatches();
        await Eventually.TrueAsync(() => _fake.Requests.Count(r => !r.IsWatch) == 2 || _informer.Store.Get("a", "other") is not null, "the others go on");
        Assert.NotNull(_informer.Store.Get("a", "good"));

        _fake.Delete($"{Maps}/good");
        await Eventually.TrueAsync(() => _informer.Store.Get("a", "good") is null, "the deletion of a bad object is seen");
        Assert.Empty(_informer.Store.Undecodable);
    }

    [Fact]
    public async Task Late_subscriber_sees_what_is_there()
    {
        Put("a", "1");
        await StartAsync();
        var seen = new List<StoreChange<ConfigMap>>();
        using (_informer.Store.Subscribe(seen.Add))
            Assert.Equal((StoreChangeKind.Added, "a"), (Assert.Single(seen).Kind, seen[0].Key.Name));
        Put("b", "1");
        await SeenAsync("Added a >1", "Added b >1");
        Assert.Single(seen);
    }

    private void Put(string name, string value) => _fake.Put($"{Maps}/{name}", $$"""{"data": {"k": "{{value}}"} }""");

    private async Task StartAsync()
    {
        _run = _informer.RunAsync(_stop.Token);
        await _informer.HasSynced;
        await _fake.WaitForAsync(r => r.IsWatch);
    }

    private async Task SeenAsync(params string[] changes)
    {
        await Eventually.TrueAsync(
            () =>
            {
                lock (_changes)
                    return _changes.Count >= changes.Length;
            },
            string.Join(", ", changes));
        lock (_changes)
            Assert.Equal(changes, _changes);
    }
}
