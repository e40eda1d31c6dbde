using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LogOperator.TestKit.Http;

/// <summary>Writes an answer past the server, byte by byte where it must be, and ends the connection.</summary>
internal sealed class FaultyAnswer(HttpContext context, HttpSinkAnswer answer, TimeProvider time)
{
    private readonly Socket socket = context.Features.Get<IConnectionSocketFeature>()!.Socket;

    /// <summary>Answers.</summary>
    public async Task WriteAsync()
    {
        var cancellation = context.RequestAborted;
        try
        {
            switch (answer.Fault)
            {
                case HttpSinkFault.HalfClose:
                    socket.Shutdown(SocketShutdown.Send);
                    await Task.Delay(TimeSpan.FromMinutes(10), time, cancellation);
                    break;
                case HttpSinkFault.CutInHead:
                    await SendAsync("HTTP/1.1 2", cancellation);
                    break;
                case HttpSinkFault.CutInBody:
                    await SendAsync(Head("Content-Length: 1000") + "the beginning", cancellation);
                    break;
                case HttpSinkFault.DripHead:
                    await DripAsync(Head("X-Filler: " + new string('x', 1 << 16)), cancellation);
                    break;
                case HttpSinkFault.DripBody:
                    await SendAsync(Head($"Content-Length: {1 << 20}"), cancellation);
                    await DripAsync(new string('x', 1 << 20), cancellation);
                    break;
                case HttpSinkFault.LongHead:
                    await SendAsync(Head("X-Filler: " + new string('x', 256 * 1024)), cancellation);
                    break;
                case HttpSinkFault.LongBody:
                    await SendAsync(Head($"Content-Length: {16 << 20}") + new string('x', 16 << 20), cancellation);
                    break;
                default:
                    throw new InvalidOperationException($"expected a fault, found {answer.Fault}");
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone first.
        }

        if (answer.Fault is HttpSinkFault.CutInHead or HttpSinkFault.CutInBody)
        {
            // What was sent arrives; the client then sees a reset, no orderly end.
            socket.LingerState = new LingerOption(true, 0);
        }

        context.Abort();
    }

    private string Head(string header) => $"HTTP/1.1 {answer.Status} Answer\r\n{header}\r\n\r\n";

    private async Task DripAsync(string text, CancellationToken cancellation)
    {
        foreach (var letter in text)
        {
            await SendAsync(letter.ToString(), cancellation);
            await Task.Delay(answer.Delay, time, cancellation);
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellation)
    {
        var rest = Encoding.ASCII.GetBytes(text).AsMemory();
        while (rest.Length > 0)
        {
            rest = rest[await socket.SendAsync(rest, cancellation)..];
        }
    }
}
