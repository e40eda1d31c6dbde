using System.Net;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.Pipeline.Sinks.Http;
using LogOperator.TestKit.Http;

namespace LogOperator.Pipeline.Tests.Sinks.Endpoints;

public sealed class GuardedHttpTests : IAsyncLifetime
{
    private static readonly EndpointGuard Strict = new([], []);
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync() => server = await HttpSinkServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    public async Task A_store_of_a_tenant_does_not_reach_loopback_whatever_it_is_called(string host)
    {
        await using var sink = Build($"http://{host}:{server.Port}/", Strict);
        var result = await SinkTest.SendAsync(sink, "x");

        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("is loopback, where a LogStore may not lead", result.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task With_another_server_name_the_address_is_judged_as_well()
    {
        await using var sink = Build($"https://127.0.0.1:{server.Port}/", Strict, new TlsSpec { ServerName = "logs.example" });

        Assert.Contains("is loopback", (await SinkTest.SendAsync(sink, "x")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_network_is_allowed_records_arrive()
    {
        await using var sink = Build($"http://localhost:{server.Port}/", new EndpointGuard([], [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]));

        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
        Assert.Single(server.Lines);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_that_may_be_connected_to_are_taken()
    {
        var both = await Dns.GetHostAddressesAsync("localhost");
        var onlyIpv4 = new EndpointGuard([], [IPNetwork.Parse("127.0.0.0/8")]);

        Assert.Equal(both.Where(a => a.Equals(IPAddress.Loopback)), await GuardedConnector.JudgedAsync("localhost", 80, onlyIpv4, CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_guard_as_for_stores_of_the_cluster_nothing_is_judged()
    {
        await using var sink = Build($"http://127.0.0.1:{server.Port}/", null);

        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
    }

    private static ISink Build(string url, EndpointGuard? guard, TlsSpec? tls = null)
    {
        var spec = new SinkSpec { Http = new HttpSinkSpec { Url = url }, Tls = tls };
        return spec.Chosen!.Build(SinkTest.Context(spec) with { Guard = guard });
    }
}
