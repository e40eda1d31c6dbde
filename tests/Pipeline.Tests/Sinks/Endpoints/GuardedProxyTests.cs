using System.Net;
using System.Net.Sockets;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.Pipeline.Sinks.Http;

namespace LogOperator.Pipeline.Tests.Sinks.Endpoints;

public sealed class GuardedProxyTests : IDisposable
{
    private const string Refused = "127.0.0.2:4711";
    private const string Allowed = "192.0.2.7:4711";
    private readonly TcpListener proxy = new(IPAddress.Loopback, 0);
    private readonly EndpointGuard strict = new([], []);

    public GuardedProxyTests() => proxy.Start();

    public void Dispose() => proxy.Dispose();

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Behind_a_proxy_the_address_of_the_store_is_judged(string scheme)
    {
        using var transport = new HttpTransport(new TlsMaterial("", "", ""), null, strict, Proxy);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{scheme}://{Refused}/");

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => transport.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal($"{Refused} is loopback, where a LogStore may not lead", Assert.IsType<EndpointRefusedException>(refused.InnerException).Message);
        Assert.False(proxy.Pending());
    }

    [Theory]
    [InlineData("http", $"POST http://{Allowed}/ HTTP/1.1")]
    [InlineData("https", $"CONNECT {Allowed} HTTP/1.1")]
    public async Task The_address_of_the_proxy_is_not(string scheme, string asked)
    {
        using var transport = new HttpTransport(new TlsMaterial("", "", ""), null, strict, Proxy);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{scheme}://{Allowed}/");

        using var enough = new CancellationTokenSource();
        var sending = transport.SendAsync(request, enough.Token);
        var accepting = proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.Same(accepting, await Task.WhenAny(accepting, sending));
        using var client = await accepting;
        using var text = new StreamReader(client.GetStream());
        Assert.Equal(asked, await text.ReadLineAsync(TestContext.Current.CancellationToken));

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private WebProxy Proxy => new($"http://{proxy.LocalEndpoint}");
}
