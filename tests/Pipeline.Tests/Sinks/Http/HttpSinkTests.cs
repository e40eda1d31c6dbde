using System.Text;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Http;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;

namespace LogOperator.Pipeline.Tests.Sinks.Http;

public sealed class HttpSinkTests : IAsyncLifetime
{
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync() => server = await HttpSinkServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(null, "gzip")]
    [InlineData(HttpCompression.None, null)]
    public async Task Lines_are_posted(HttpCompression? compression, string? encoding)
    {
        await using var sink = Build(new HttpSinkSpec { Url = $"{server.Address}in?tenant=1", Compression = compression });
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "one", "two")).Outcome);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/in?tenant=1", "application/x-ndjson"), (request.Method, request.Path, request.Headers["Content-Type"]));
        Assert.Equal(encoding, request.Headers.GetValueOrDefault("Content-Encoding"));
        Assert.Equal(["one", "two"], request.Lines.Select(SinkTest.Body));
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Theory]
    [InlineData(202, SendOutcome.Delivered)]
    [InlineData(301, SendOutcome.Misconfigured)]
    [InlineData(400, SendOutcome.Refused)]
    [InlineData(401, SendOutcome.Misconfigured)]
    [InlineData(403, SendOutcome.Misconfigured)]
    [InlineData(404, SendOutcome.Misconfigured)]
    [InlineData(408, SendOutcome.Retry)]
    [InlineData(409, SendOutcome.Refused)]
    [InlineData(413, SendOutcome.TooLarge)]
    [InlineData(422, SendOutcome.Refused)]
    [InlineData(429, SendOutcome.Retry)]
    [InlineData(500, SendOutcome.Retry)]
    [InlineData(503, SendOutcome.Retry)]
    public async Task The_status_decides(int status, SendOutcome expected)
    {
        server.Enqueue(new HttpSinkAnswer(status, Body: status == 202 ? "" : "because\n of\u0007 this"));
        await using var sink = Build(new HttpSinkSpec { Url = $"{server.Address}in?key=hidden" });
        var result = await SinkTest.SendAsync(sink, "x");
        Assert.Equal(expected, result.Outcome);
        if (expected != SendOutcome.Delivered)
        {
            Assert.StartsWith($"{server.Address}in answered {status}", result.Detail, StringComparison.Ordinal);
            Assert.Contains(": because of this", result.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", result.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(100_000, 300)]
    public async Task The_server_says_when_to_come_again_within_reason(int seconds, int expected)
    {
        server.Enqueue(HttpSinkAnswer.TooManyRequests(TimeSpan.FromSeconds(seconds)));
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() });
        Assert.Equal(TimeSpan.FromSeconds(expected), (await SinkTest.SendAsync(sink, "x")).RetryAfter);
    }

    [Fact]
    public void A_date_to_come_again_counts_from_now()
    {
        var now = new DateTimeOffset(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(90), HttpVerdict.Of((System.Net.HttpStatusCode)503, new(now.AddSeconds(90)), "", now).RetryAfter);
        Assert.Equal(TimeSpan.Zero, HttpVerdict.Of((System.Net.HttpStatusCode)503, new(now.AddSeconds(-90)), "", now).RetryAfter);
    }

    [Fact]
    public async Task Basic_authentication_uses_the_secret_of_the_moment_and_never_shows_it()
    {
        var secrets = new MemoryCredentials { ["user", "username"] = "ann", ["user", "password"] = "hunter2" };
        var auth = new AuthSpec { Basic = new BasicAuthSpec { SecretRef = new UserSecretRef { Name = "user" } } };
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() }, auth, secrets);
        var header = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:hunter2"));
        server.Enqueue(new HttpSinkAnswer(401, Body: $"bad header {header}"));
        var result = await SinkTest.SendAsync(sink, "x");
        Assert.EndsWith("bad header Basic ***", result.Detail, StringComparison.Ordinal);
        Assert.Equal(header, server.Requests[0].Headers["Authorization"]);

        secrets["user", "password"] = "hunter3";
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:hunter3")), server.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_token_may_end_in_a_newline_but_not_hold_one()
    {
        var secrets = new MemoryCredentials { ["api", "token"] = "abc.def\n" };
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() }, Bearer(), secrets);
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
        Assert.Equal("Bearer abc.def", server.Requests[0].Headers["Authorization"]);

        secrets["api", "token"] = "abc\r\ndef";
        Assert.Equal(SendOutcome.Misconfigured, (await SinkTest.SendAsync(sink, "x")).Outcome);
    }

    [Fact]
    public async Task A_missing_secret_is_named_and_nothing_is_sent()
    {
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() }, Bearer());
        var result = await SinkTest.SendAsync(sink, "x");
        Assert.Equal((SendOutcome.Misconfigured, "secret shop/api has no value for key token, or is not there"), (result.Outcome, result.Detail));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_cut_connection_is_tried_again()
    {
        server.Enqueue(HttpSinkAnswer.Cut);
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() });
        Assert.Equal(SendOutcome.Retry, (await SinkTest.SendAsync(sink, "x")).Outcome);
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        var address = server.Address.ToString();
        await server.DisposeAsync();
        await using var sink = Build(new HttpSinkSpec { Url = address });
        var result = await SinkTest.SendAsync(sink, "x");
        Assert.Equal(SendOutcome.Retry, result.Outcome);
        Assert.StartsWith($"cannot reach {address}: Connection refused", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_given_up_after_thirty_seconds()
    {
        var time = new ManualTimeProvider();
        server.Enqueue(HttpSinkAnswer.Slow(TimeSpan.FromMinutes(10)));
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() }, time: time);
        var send = SinkTest.SendAsync(sink, "x");
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(send.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var result = await send;
        Assert.Equal((SendOutcome.Retry, $"{server.Address} did not answer within 30 s"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task Cancelling_ends_the_call()
    {
        server.Enqueue(HttpSinkAnswer.Slow(TimeSpan.FromMinutes(10)));
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() });
        using var cancellation = new CancellationTokenSource();
        var batch = Some.Batch("x");
        var send = sink.SendAsync(SinkTest.Request(batch), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
        batch.Release();
    }

    [Fact]
    public async Task Four_requests_at_once_do_not_mix()
    {
        await using var sink = Build(new HttpSinkSpec { Url = server.Address.ToString() });
        var sends = Enumerable.Range(0, 4).Select(n => SinkTest.SendAsync(sink, [.. Enumerable.Range(0, 2000).Select(i => $"{n} {i}")]));
        Assert.All(await Task.WhenAll(sends), r => Assert.Equal(SendOutcome.Delivered, r.Outcome));
        Assert.Equal(8000, server.Lines.Select(SinkTest.Body).Distinct().Count());
    }

    private static AuthSpec Bearer() => new() { Bearer = new BearerAuthSpec { SecretRef = new SecretKeyRef { Name = "api" } } };

    private static ISink Build(HttpSinkSpec spec, AuthSpec? auth = null, MemoryCredentials? secrets = null, TimeProvider? time = null) =>
        SinkTest.Build(new SinkSpec { Http = spec, Auth = auth }, secrets, time: time);
}
