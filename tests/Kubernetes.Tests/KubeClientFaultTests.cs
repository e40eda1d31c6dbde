using System.Net;
using LogOperator.Kubernetes.Objects;
using LogOperator.TestKit;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests;

public sealed class KubeClientFaultTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/a/configmaps";

    // The time limit of the request, and the wait that the server asked for.
    private const int RequestAndWait = 2;
    private static readonly Func<RecordedRequest, bool> s_any = _ => true;
    private readonly ManualTimeProvider _time = new();
    private FakeApiServer _fake = null!;
    private KubeClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeApiServer.StartAsync();
        _client = Some.Client(_fake, new KubeClientOptions { MaxAttempts = 3 }, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _fake.DisposeAsync();
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task Server_that_asks_for_patience_is_asked_again_after_that_time(int code, string reason)
    {
        _fake.Put(Maps + "/m");
        _fake.Inject(s_any, FakeFault.Refuse(code, reason, TimeSpan.FromSeconds(7)));
        var get = _client.GetAsync(ConfigMap.Resource, "a", "m");
        await _time.WaitForTimersAsync(RequestAndWait);
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(_fake.Requests);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("m", (await get).Name());
        Assert.Equal(2, _fake.Requests.Count);
    }

    [Fact]
    public async Task Wait_that_the_server_asks_for_is_bounded()
    {
        _fake.Put(Maps + "/m");
        _fake.Inject(s_any, FakeFault.Refuse(429, "TooManyRequests", TimeSpan.FromHours(1)));
        var get = _client.GetAsync(ConfigMap.Resource, "a", "m");
        await _time.WaitForTimersAsync(RequestAndWait);
        _time.Advance(TimeSpan.FromSeconds(30));
        await get;
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        _fake.Inject(s_any, [.. Enumerable.Repeat(FakeFault.Refuse(429, "TooManyRequests", TimeSpan.Zero), 5)]);
        var get = _client.GetAsync(ConfigMap.Resource, "a", "m");
        var refused = await Assert.ThrowsAsync<KubeException>(() => get);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.IsTransient);
        Assert.Equal(3, _fake.Requests.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(409)]
    public async Task Refusal_without_a_time_is_the_callers_business(int code)
    {
        _fake.Inject(s_any, FakeFault.Refuse(code, "Reason"));
        var refused = await Assert.ThrowsAsync<KubeException>(() => _client.GetAsync(ConfigMap.Resource, "a", "m"));
        Assert.Equal((code, "Reason", $"GET {Maps}/m: {code} Reason: injected Reason"), ((int)refused.StatusCode, refused.Reason, refused.Message));
        Assert.Single(_fake.Requests);
    }

    [Fact]
    public async Task Write_is_repeated_with_its_body()
    {
        _fake.Inject(s_any, FakeFault.Refuse(429, "TooManyRequests", TimeSpan.Zero));
        await _client.CreateAsync(ConfigMap.Resource, Some.ConfigMap("a", "m"));
        Assert.Equal(_fake.Requests[0], _fake.Requests[1]);
        Assert.NotNull(_fake.Get(Maps + "/m"));
    }

    [Fact]
    public async Task Refused_token_is_read_again_once()
    {
        using var directory = new TempDirectory();
        var file = directory.File("token");
        File.WriteAllText(file, "old");
        using var client = new KubeClient(new KubeConfig { Server = _fake.Server, TokenFile = file }, null, _time);
        _fake.Put(Maps + "/m");
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        File.WriteAllText(file, "new\n");
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        _fake.Inject(r => r.Authorization == "Bearer old", FakeFault.Refuse(401, "Unauthorized"));
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        Assert.Equal(["Bearer old", "Bearer old", "Bearer old", "Bearer new"], _fake.Requests.Select(r => r.Authorization));

        _fake.Inject(s_any, FakeFault.Refuse(401, "Unauthorized"), FakeFault.Refuse(401, "Unauthorized"));
        Assert.True((await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(ConfigMap.Resource, "a", "m"))).IsForbidden);
    }

    [Fact]
    public async Task Rotated_token_is_noticed_within_a_minute()
    {
        using var directory = new TempDirectory();
        var file = directory.File("token");
        File.WriteAllText(file, "old");
        using var client = new KubeClient(new KubeConfig { Server = _fake.Server, TokenFile = file }, null, _time);
        _fake.Put(Maps + "/m");
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        File.WriteAllText(file, "new");
        _time.Advance(TimeSpan.FromSeconds(61));
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        File.Delete(file);
        _time.Advance(TimeSpan.FromSeconds(61));
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        Assert.Equal(["Bearer old", "Bearer new", "Bearer new"], _fake.Requests.Select(r => r.Authorization));
    }

    [Fact]
    public async Task List_that_expires_between_pages_begins_again()
    {
        for (var i = 0; i < 5; i++)
            _fake.Put($"{Maps}/m{i}");
        _fake.Inject(r => r.Query.Contains("continue=2", StringComparison.Ordinal), FakeFault.Refuse(410, "Expired"));
        var list = await _client.ListAsync(ConfigMap.Resource, "a", new ListOptions { Limit = 2 });
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], list.Items.Select(m => m.Name()));
    }

    [Fact]
    public async Task List_that_expires_again_is_read_without_pages()
    {
        for (var i = 0; i < 5; i++)
            _fake.Put($"{Maps}/m{i}");
        _fake.Inject(r => r.Query.Contains("continue=2", StringComparison.Ordinal), FakeFault.Refuse(410, "Expired"), FakeFault.Refuse(410, "Expired"));
        var list = await _client.ListAsync(ConfigMap.Resource, "a", new ListOptions { Limit = 2 });
        Assert.Equal(5, list.Items.Count);
        Assert.DoesNotContain("limit", _fake.Requests[^1].Query);
    }

    [Fact]
    public async Task Object_that_does_not_fit_its_type_does_not_hide_the_others()
    {
        _fake.Put($"{Maps}/bad", """{"metadata": {"generation": 3}, "data": ["not", "a", "map"]}""");
        _fake.Put($"{Maps}/good", """{"data": {"k": "v"}}""");
        var list = await _client.ListAsync(ConfigMap.Resource);
        Assert.Equal("good", Assert.Single(list.Items).Name());
        var bad = Assert.Single(list.Undecodable);
        Assert.Equal((new ObjectKey("a", "bad"), 3), (bad.Key, bad.Generation));
        Assert.Contains("ConfigMap a/bad", bad.Problem);
        Assert.Contains("$.data", bad.Problem);
    }

    [Fact]
    public async Task Answer_that_breaks_off_is_a_transient_failure()
    {
        _fake.Inject(s_any, FakeFault.CutAfter("{\"metadata\":"), FakeFault.Abort());
        var cut = await Assert.ThrowsAsync<KubeException>(() => _client.ListAsync(ConfigMap.Resource, "a"));
        Assert.True(cut.IsTransient);

        // Which of them depends on how much had arrived when the connection was reset.
        Assert.Contains(cut.Reason, new[] { "Truncated", "Unreachable" });
        var aborted = await Assert.ThrowsAsync<KubeException>(() => _client.ListAsync(ConfigMap.Resource, "a"));
        Assert.True(aborted.IsTransient);
        Assert.Empty((await _client.ListAsync(ConfigMap.Resource, "a")).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"metadata\":")]
    public async Task Answer_that_falls_silent_ends_in_a_timeout(string beginning)
    {
        _fake.Inject(s_any, FakeFault.Stall(beginning));
        var list = _client.ListAsync(ConfigMap.Resource, "a");
        await _fake.WaitForAsync(s_any);
        _time.Advance(TimeSpan.FromSeconds(31));
        var timeout = await Assert.ThrowsAsync<KubeException>(() => list);
        Assert.Equal(("Timeout", true), (timeout.Reason, timeout.IsTransient));
    }

    [Fact]
    public async Task Caller_who_gives_up_gets_a_cancellation()
    {
        _fake.Inject(s_any, FakeFault.Stall());
        using var stop = new CancellationTokenSource();
        var list = _client.ListAsync(ConfigMap.Resource, "a", null, stop.Token);
        await _fake.WaitForAsync(s_any);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>log in</html>", "BadAnswer")]
    [InlineData(200, "application/json", "null", "BadAnswer")]
    [InlineData(200, "application/json", "{}", "BadAnswer")]
    [InlineData(502, "text/html", "<html>bad gateway</html>", "BadGateway")]
    [InlineData(302, "text/plain", "elsewhere", "Found")]
    public async Task Answer_of_something_that_is_not_an_api_server_is_told(int code, string type, string body, string reason)
    {
        _fake.Inject(s_any, FakeFault.Reply(code, type, body));
        var failure = await Assert.ThrowsAsync<KubeException>(() => _client.ListAsync(ConfigMap.Resource, "a"));
        Assert.Equal(reason, failure.Reason);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        await _fake.DisposeAsync();
        var failure = await Assert.ThrowsAsync<KubeException>(() => _client.GetVersionAsync());
        Assert.Equal(("Unreachable", true), (failure.Reason, failure.IsTransient));
    }

    [Fact]
    public async Task Watch_that_comes_in_small_pieces_is_put_together()
    {
        var line = """{"type":"ADDED","object":{"metadata":{"name":"m","resourceVersion":"5"},"data":{"k":"ü"}}}""" + "\n\n" + """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"6"}}}""" + "\n";
        _fake.Inject(s_any, FakeFault.Pieces([.. line.Chunk(7).Select(c => new string(c))], () => Task.CompletedTask));
        var changes = await _client.WatchAsync(ConfigMap.Resource, "a").ToListAsync();
        Assert.Equal("ü", changes[0].Object!.Data!["k"]);
        Assert.Equal([(WatchEventType.Added, "5"), (WatchEventType.Bookmark, "6")], changes.Select(c => (c.Type, c.ResourceVersion)));
    }

    [Fact]
    public async Task Watch_reports_an_object_that_does_not_fit_and_goes_on()
    {
        var lines = """{"type":"MODIFIED","object":{"metadata":{"name":"bad","namespace":"a","resourceVersion":"5"},"data":3}}""" + "\n" + """{"type":"ADDED","object":{"metadata":{"name":"m","resourceVersion":"6"}}}""" + "\n";
        _fake.Inject(s_any, FakeFault.Reply(200, "application/json", lines));
        var changes = await _client.WatchAsync(ConfigMap.Resource, "a").ToListAsync();
        Assert.Equal(new ObjectKey("a", "bad"), changes[0].Undecodable!.Key);
        Assert.Equal("5", changes[0].ResourceVersion);
        Assert.Equal("m", changes[1].Object!.Name());
    }

    [Theory]
    [InlineData("{\"type\":\"ADDED\",\"obj", "Truncated")]
    [InlineData("not json\n", "BadAnswer")]
    [InlineData("{\"type\":\"SOMETHING\",\"object\":{}}\n", "BadAnswer")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}}\n", "Expired")]
    public async Task Watch_that_goes_wrong_says_how(string lines, string reason)
    {
        _fake.Inject(s_any, FakeFault.Reply(200, "application/json", lines));
        var failure = await Assert.ThrowsAsync<KubeException>(() => _client.WatchAsync(ConfigMap.Resource, "a").ToListAsync().AsTask());
        Assert.Equal(reason, failure.Reason);
    }

    [Fact]
    public async Task Watch_that_falls_silent_is_given_up()
    {
        _fake.Inject(s_any, FakeFault.Stall("{\"type\":\"BOOKMARK\",\"object\":{}}\n"));
        var watch = _client.WatchAsync(ConfigMap.Resource, "a").GetAsyncEnumerator();
        await using (watch)
        {
            Assert.True(await watch.MoveNextAsync());
            var next = watch.MoveNextAsync();
            _time.Advance(TimeSpan.FromSeconds(179));
            Assert.False(next.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(2));
            var failure = await Assert.ThrowsAsync<KubeException>(() => next.AsTask());
            Assert.Equal("Timeout", failure.Reason);
        }
    }
}
