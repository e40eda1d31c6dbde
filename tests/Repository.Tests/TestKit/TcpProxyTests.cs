using System.Net;
using System.Net.Sockets;
using System.Text;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Network;

namespace LogOperator.Repository.Tests.TestKit;

public sealed class TcpProxyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Bytes_pass_until_a_black_hole_holds_them_and_pass_again_afterwards()
    {
        await using var server = await HttpSinkServer.StartAsync();
        await using var proxy = new TcpProxy(new IPEndPoint(IPAddress.Loopback, server.Port));
        using var client = new HttpClient();

        await PostAsync(client, proxy, "a");
        proxy.Fault = ProxyFault.BlackHole;
        var held = PostAsync(client, proxy, "b");
        proxy.Fault = ProxyFault.None;
        await held.WaitAsync(Soon, TimeProvider.System);

        Assert.Equal(["a", "b"], server.Lines);
    }

    [Fact]
    public async Task A_cut_connection_fails_and_the_next_one_passes()
    {
        await using var server = await HttpSinkServer.StartAsync();
        await using var proxy = new TcpProxy(new IPEndPoint(IPAddress.Loopback, server.Port));
        using var client = new HttpClient();
        proxy.CutAfter(10);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, proxy, "a"));
        await PostAsync(client, proxy, "b");

        Assert.Equal(["b"], server.Lines);
    }

    [Fact]
    public async Task Refused_connections_fail()
    {
        await using var proxy = new TcpProxy { Fault = ProxyFault.Refuse };
        using var client = new TcpClient();

        // The end may come as early as in the connecting.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await client.ConnectAsync(IPAddress.Loopback, proxy.Port, TestContext.Current.CancellationToken);
            await client.GetStream().ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
        });
    }

    private static async Task PostAsync(HttpClient client, TcpProxy proxy, string line)
    {
        using var content = new StringContent(line, Encoding.UTF8);
        await client.PostAsync(new Uri($"http://127.0.0.1:{proxy.Port}/"), content);
    }
}
