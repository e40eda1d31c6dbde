using System.Net;
using System.Net.Sockets;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Http;
using LogOperator.Pipeline.Tests.Runtime;
using LogOperator.TestKit.Http;

namespace LogOperator.Pipeline.Tests.Sinks.Http;

/// <summary>Answers that break off, drip, or do not end.</summary>
[Trait("Category", "Integration")]
public sealed class HttpAnswerFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(50);
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync() => server = await HttpSinkServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(200, HttpSinkFault.HalfClose, SendOutcome.Retry)]
    [InlineData(200, HttpSinkFault.CutInHead, SendOutcome.Retry)]
    [InlineData(200, HttpSinkFault.DripHead, SendOutcome.Retry)]
    [InlineData(200, HttpSinkFault.LongHead, SendOutcome.Retry)]
    [InlineData(200, HttpSinkFault.CutInBody, SendOutcome.Delivered)]
    [InlineData(200, HttpSinkFault.DripBody, SendOutcome.Delivered)]
    [InlineData(200, HttpSinkFault.LongBody, SendOutcome.Delivered)]
    [InlineData(503, HttpSinkFault.CutInBody, SendOutcome.Retry)]
    [InlineData(503, HttpSinkFault.DripBody, SendOutcome.Retry)]
    [InlineData(503, HttpSinkFault.LongBody, SendOutcome.Retry)]
    [InlineData(413, HttpSinkFault.CutInBody, SendOutcome.TooLarge)]
    [InlineData(400, HttpSinkFault.DripBody, SendOutcome.Refused)]
    public async Task The_status_counts_once_it_came_whatever_follows_it(int status, HttpSinkFault fault, SendOutcome expected)
    {
        server.Enqueue(new HttpSinkAnswer(status, Delay: Drip, Fault: fault));
        await using var sink = SinkTest.Build(new SinkSpec { Http = new HttpSinkSpec { Url = server.Address.ToString() } }, time: new ShiftedTimeProvider(30));
        Assert.Equal(expected, (await SinkTest.SendAsync(sink, "x")).Outcome);
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "y")).Outcome);
    }

    [Fact]
    public async Task A_connection_that_ends_at_once_is_tried_again_and_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        new Thread(() => ResetAll(listener)).Start();
        var url = $"http://{listener.LocalEndpoint}/";
        await using var sink = SinkTest.Build(new SinkSpec { Http = new HttpSinkSpec { Url = url } });

        // Some end before the client looks at them, most afterwards.
        for (var i = 0; i < 500; i++)
        {
            var result = await SinkTest.SendAsync(sink, "x");
            Assert.Equal(SendOutcome.Retry, result.Outcome);
            Assert.StartsWith("cannot reach ", result.Detail, StringComparison.Ordinal);
        }
    }

    private static void ResetAll(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var connection = listener.AcceptSocket();
                connection.LingerState = new LingerOption(true, 0);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }
}
