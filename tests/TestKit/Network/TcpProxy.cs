using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LogOperator.TestKit.Network;

/// <summary>Stands between a client and a server on loopback and makes the network bad on demand.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Connection, byte> connections = [];
    private readonly Task accepting;
    private volatile ProxyFault fault = ProxyFault.None;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long cutAfter = long.MaxValue;

    /// <summary>Listens on a free port of <paramref name="address"/> (default: loopback); connections fail until <see cref="Target"/> is set.</summary>
    public TcpProxy(EndPoint? target = null, IPAddress? address = null, TimeProvider? time = null)
    {
        Target = target;
        this.time = time ?? TimeProvider.System;
        listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where new connections lead.</summary>
    public EndPoint? Target { get; set; }

    /// <summary>The port on which the proxy listens.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => connections.Count;

    /// <summary>What happens to bytes from now on, on open and on new connections.</summary>
    public ProxyFault Fault
    {
        get => fault;
        set
        {
            fault = value;
            Interlocked.Exchange(ref this.changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    /// <summary>Closes every open connection at once, with a reset.</summary>
    public void Cut()
    {
        foreach (var connection in connections.Keys)
        {
            connection.Dispose();
        }
    }

    /// <summary>Cuts whichever connection carries the byte after the next <paramref name="bytes"/> (both directions together); once.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref cutAfter, bytes);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        Cut();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stop.Token);
                _ = CarryAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var connection = new Connection(client);
        if (Fault.Kind == ProxyFaultKind.Refuse || Target is null)
        {
            return;
        }

        connections.TryAdd(connection, 0);
        try
        {
            await connection.Server.ConnectAsync(Target, stop.Token);
            await Task.WhenAny(PumpAsync(client, connection.Server), PumpAsync(connection.Server, client));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection ends; that is what a network does.
        }
        finally
        {
            connections.TryRemove(connection, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer, stop.Token) is var count and > 0)
            {
                while (Fault.Kind == ProxyFaultKind.BlackHole)
                {
                    await WaitForChangeAsync();
                }

                if (Fault.Kind == ProxyFaultKind.Delay)
                {
                    await Task.Delay(Fault.Delay, this.time, stop.Token);
                }

                if (Interlocked.Add(ref cutAfter, -count) < 0)
                {
                    Interlocked.Exchange(ref cutAfter, long.MaxValue);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count), stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private Task WaitForChangeAsync()
    {
        var changed = Volatile.Read(ref this.changed).Task;
        return Fault.Kind == ProxyFaultKind.BlackHole ? changed.WaitAsync(stop.Token) : Task.CompletedTask;
    }

    private sealed class Connection(Socket client) : IDisposable
    {
        public Socket Server { get; } = new(SocketType.Stream, ProtocolType.Tcp);

        public void Dispose()
        {
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
            Server.Dispose();
        }
    }
}
