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
    private static readonly Func<RecordedRequest, bool> Any = _ => true;
    private readonly ManualTimeProvider time = new();
    private FakeApiServer fake = null!;
    private KubeClient client = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeApiServer.StartAsync();
        this.client = Some.Client(fake, new KubeClientOptions { MaxAttempts = 3 }, time);
    }

    public async ValueTask DisposeAsync()
    {
        this.client.Dispose();
        await fake.DisposeAsync();
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task Server_that_asks_for_patience_is_asked_again_after_that_time(int code, string reason)
    {
        fake.Put(Maps + "/m");
        fake.Inject(Any, FakeFault.Refuse(code, reason, TimeSpan.FromSeconds(7)));
        var get = this.client.GetAsync(ConfigMap.Resource, "a", "m");
        await time.WaitForTimersAsync(RequestAndWait);
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(fake.Requests);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("m", (await get).Name());
        Assert.Equal(2, fake.Requests.Count);
    }

    [Fact]
    public async Task Wait_that_the_server_asks_for_is_bounded()
    {
        fake.Put(Maps + "/m");
        fake.Inject(Any, FakeFault.Refuse(429, "TooManyRequests", TimeSpan.FromHours(1)));
        var get = this.client.GetAsync(ConfigMap.Resource, "a", "m");
        await time.WaitForTimersAsync(RequestAndWait);
        time.Advance(TimeSpan.FromSeconds(30));
        await get;
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        fake.Inject(Any, [.. Enumerable.Repeat(FakeFault.Refuse(429, "TooManyRequests", TimeSpan.Zero), 5)]);
        var get = this.client.GetAsync(ConfigMap.Resource, "a", "m");
        var refused = await Assert.ThrowsAsync<KubeException>(() => get);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.IsTransient);
        Assert.Equal(3, fake.Requests.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(409)]
    public async Task Refusal_without_a_time_is_the_callers_business(int code)
    {
        fake.Inject(Any, FakeFault.Refuse(code, "Reason"));
        var refused = await Assert.ThrowsAsync<KubeException>(() => this.client.GetAsync(ConfigMap.Resource, "a", "m"));
        Assert.Equal((code, "Reason", $"GET {Maps}/m: {code} Reason: injected Reason"), ((int)refused.StatusCode, refused.Reason, refused.Message));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Write_is_repeated_with_its_body()
    {
        fake.Inject(Any, FakeFault.Refuse(429, "TooManyRequests", TimeSpan.Zero));
        await this.client.CreateAsync(ConfigMap.Resource, Some.ConfigMap("a", "m"));
        Assert.Equal(fake.Requests[0], fake.Requests[1]);
        Assert.NotNull(fake.Get(Maps + "/m"));
    }

    [Fact]
    public async Task Refused_token_is_read_again_once()
    {
        using var directory = new TempDirectory();
        var file = directory.File("token");
        File.WriteAllText(file, "old");
        using var client = new KubeClient(new KubeConfig { Server = fake.Server, TokenFile = file }, null, time);
        fake.Put(Maps + "/m");
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        File.WriteAllText(file, "new\n");
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        fake.Inject(r => r.Authorization == "Bearer old", FakeFault.Refuse(401, "Unauthorized"));
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        Assert.Equal(["Bearer old", "Bearer old", "Bearer old", "Bearer new"], fake.Requests.Select(r => r.Authorization));

        fake.Inject(Any, FakeFault.Refuse(401, "Unauthorized"), FakeFault.Refuse(401, "Unauthorized"));
        Assert.True((await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(ConfigMap.Resource, "a", "m"))).IsForbidden);
    }

    [Fact]
    public async Task Rotated_token_is_noticed_within_a_minute()
    {
        using var directory = new TempDirectory();
        var file = directory.File("token");
        File.WriteAllText(file, "old");
        using var client = new KubeClient(new KubeConfig { Server = fake.Server, TokenFile = file }, null, time);
        fake.Put(Maps + "/m");
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        File.WriteAllText(file, "new");
        time.Advance(TimeSpan.FromSeconds(61));
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        File.Delete(file);
        time.Advance(TimeSpan.FromSeconds(61));
        await client.GetAsync(ConfigMap.Resource, "a", "m");
        Assert.Equal(["Bearer old", "Bearer new", "Bearer new"], fake.Requests.Select(r => r.Authorization));
    }

    [Fact]
    public async Task List_that_expires_between_pages_begins_again()
    {
        for (var i = 0; i < 5; i++)
        {
            fake.Put($"{Maps}/m{i}");
        }

        fake.Inject(r => r.Query.Contains("continue=2", StringComparison.Ordinal), FakeFault.Refuse(410, "Expired"));
        var list = await this.client.ListAsync(ConfigMap.Resource, "a", new ListOptions { Limit = 2 });
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], list.Items.Select(m => m.Name()));
    }

    [Fact]
    public async Task List_that_expires_again_is_read_without_pages()
    {
        for (var i = 0; i < 5; i++)
        {
            fake.Put($"{Maps}/m{i}");
        }

        fake.Inject(r => r.Query.Contains("continue=2", StringComparison.Ordinal), FakeFault.Refuse(410, "Expired"), FakeFault.Refuse(410, "Expired"));
        var list = await this.client.ListAsync(ConfigMap.Resource, "a", new ListOptions { Limit = 2 });
        Assert.Equal(5, list.Items.Count);
        Assert.DoesNotContain("limit", fake.Requests[^1].Query);
    }

    [Fact]
    public async Task Object_that_does_not_fit_its_type_does_not_hide_the_others()
    {
        fake.Put($"{Maps}/bad", """{"metadata": {"generation": 3}, "data": ["not", "a", "map"]}""");
        fake.Put($"{Maps}/good", """{"data": {"k": "v"}}""");
        var list = await this.client.ListAsync(ConfigMap.Resource);
        Assert.Equal("good", Assert.Single(list.Items).Name());
        var bad = Assert.Single(list.Undecodable);
        Assert.Equal((new ObjectKey("a", "bad"), 3), (bad.Key, bad.Generation));
        Assert.Contains("ConfigMap a/bad", bad.Problem);
        Assert.Contains("$.data", bad.Problem);
    }

    [Fact]
    public async Task Answer_that_breaks_off_is_a_transient_failure()
    {
        fake.Inject(Any, FakeFault.CutAfter("{\"metadata\":"), FakeFault.Abort());
        var cut = await Assert.ThrowsAsync<KubeException>(() => this.client.ListAsync(ConfigMap.Resource, "a"));
        Assert.True(cut.IsTransient);

        // Which of them depends on how much had arrived when the connection was reset.
        Assert.Contains(cut.Reason, new[] { "Truncated", "Unreachable" });
        var aborted = await Assert.ThrowsAsync<KubeException>(() => this.client.ListAsync(ConfigMap.Resource, "a"));
        Assert.True(aborted.IsTransient);
        Assert.Empty((await this.client.ListAsync(ConfigMap.Resource, "a")).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"metadata\":")]
    public async Task Answer_that_falls_silent_ends_in_a_timeout(string beginning)
    {
        fake.Inject(Any, FakeFault.Stall(beginning));
        var list = this.client.ListAsync(ConfigMap.Resource, "a");
        await fake.WaitForAsync(Any);
        time.Advance(TimeSpan.FromSeconds(31));
        var timeout = await Assert.ThrowsAsync<KubeException>(() => list);
        Assert.Equal(("Timeout", true), (timeout.Reason, timeout.IsTransient));
    }

    [Fact]
    public async Task Caller_who_gives_up_gets_a_cancellation()
    {
        fake.Inject(Any, FakeFault.Stall());
        using var stop = new CancellationTokenSource();
        var list = this.client.ListAsync(ConfigMap.Resource, "a", null, stop.Token);
        await fake.WaitForAsync(Any);
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
        fake.Inject(Any, FakeFault.Reply(code, type, body));
        var failure = await Assert.ThrowsAsync<KubeException>(() => this.client.ListAsync(ConfigMap.Resource, "a"));
        Assert.Equal(reason, failure.Reason);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        await fake.DisposeAsync();
        var failure = await Assert.ThrowsAsync<KubeException>(() => this.client.GetVersionAsync());
        Assert.Equal(("Unreachable", true), (failure.Reason, failure.IsTransient));
    }

    [Fact]
    public async Task Watch_that_comes_in_small_pieces_is_put_together()
    {
        var line = """{"type":"ADDED","object":{"metadata":{"name":"m","resourceVersion":"5"},"data":{"k":"ü"}}}""" + "\n\n" + """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"6"}}}""" + "\n";
        fake.Inject(Any, FakeFault.Pieces([.. line.Chunk(7).Select(c => new string(c))], () => Task.CompletedTask));
        var changes = await this.client.WatchAsync(ConfigMap.Resource, "a").ToListAsync();
        Assert.Equal("ü", changes[0].Object!.Data!["k"]);
        Assert.Equal([(WatchEventType.Added, "5"), (WatchEventType.Bookmark, "6")], changes.Select(c => (c.Type, c.ResourceVersion)));
    }

    [Fact]
    public async Task Watch_reports_an_object_that_does_not_fit_and_goes_on()
    {
        var lines = """{"type":"MODIFIED","object":{"metadata":{"name":"bad","namespace":"a","resourceVersion":"5"},"data":3}}""" + "\n" + """{"type":"ADDED","object":{"metadata":{"name":"m","resourceVersion":"6"}}}""" + "\n";
        fake.Inject(Any, FakeFault.Reply(200, "application/json", lines));
        var changes = await this.client.WatchAsync(ConfigMap.Resource, "a").ToListAsync();
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
        fake.Inject(Any, FakeFault.Reply(200, "application/json", lines));
        var failure = await Assert.ThrowsAsync<KubeException>(() => this.client.WatchAsync(ConfigMap.Resource, "a").ToListAsync().AsTask());
        Assert.Equal(reason, failure.Reason);
    }

    [Fact]
    public async Task Watch_that_falls_silent_is_given_up()
    {
        fake.Inject(Any, FakeFault.Stall("{\"type\":\"BOOKMARK\",\"object\":{}}\n"));
        var watch = this.client.WatchAsync(ConfigMap.Resource, "a").GetAsyncEnumerator();
        await using (watch)
        {
            Assert.True(await watch.MoveNextAsync());
            var next = watch.MoveNextAsync();
            time.Advance(TimeSpan.FromSeconds(179));
            Assert.False(next.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(2));
            var failure = await Assert.ThrowsAsync<KubeException>(() => next.AsTask());
            Assert.Equal("Timeout", failure.Reason);
        }
    }
}
