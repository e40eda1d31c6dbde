using System.Net;
using LogOperator.Agent.Endpoints;
using LogOperator.Kubernetes;
using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.TestKit;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Agent.Tests.Endpoints;

public sealed class ApiServerWatchTests
{
    [Fact]
    public async Task The_server_that_is_asked_is_refused_even_where_its_network_is_allowed_and_it_says_nothing()
    {
        await using var server = await FakeApiServer.StartAsync();
        using var client = new KubeClient(new KubeConfig { Server = server.Server });
        var guard = new EndpointGuard([], [IPNetwork.Parse("127.0.0.0/8")]);
        var time = new ManualTimeProvider();
        using var stop = new CancellationTokenSource();

        var running = new ApiServerWatch(new ApiServerAddresses(client), guard, time).RunAsync(stop.Token);
        await time.WaitForTimersAsync();

        Assert.Contains("is the API server", guard.Refuse(IPAddress.Loopback, server.Server.Port), StringComparison.Ordinal);
        Assert.Null(guard.Refuse(IPAddress.Loopback, server.Server.Port + 1));
        Assert.Contains(server.Requests, r => r.Path == "/api");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
