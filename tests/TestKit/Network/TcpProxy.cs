using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LogOperator.TestKit.Network;

/// <summary>Stands between a client and a server on loopback and makes the network bad on demand.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Connection, byte> _connections = [];
    private readonly Task _accepting;
    private volatile ProxyFault _fault = ProxyFault.None;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _cutAfter = long.MaxValue;

    /// <summary>Listens on a free port of <paramref name="address"/> (default: loopback); connections fail until <see cref="Target"/> is set.</summary>
    public TcpProxy(EndPoint? target = null, IPAddress? address = null, TimeProvider? time = null)
    {
        Target = target;
        _time = time ?? TimeProvider.System;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where new connections lead.</summary>
    public EndPoint? Target { get; set; }

    /// <summary>The port on which the proxy listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>What happens to bytes from now on, on open and on new connections.</summary>
    public ProxyFault Fault
    {
        get => _fault;
        set
        {
            _fault = value;
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    /// <summary>Closes every open connection at once, with a reset.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
            connection.Dispose();
    }

    /// <summary>Cuts whichever connection carries the byte after the next <paramref name="bytes"/> (both directions together); once.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAfter, bytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Cut();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
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
            return;
        _connections.TryAdd(connection, 0);
        try
        {
            await connection.Server.ConnectAsync(Target, _stop.Token);
            await Task.WhenAny(PumpAsync(client, connection.Server), PumpAsync(connection.Server, client));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection ends; that is what a network does.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
            {
                while (Fault.Kind == ProxyFaultKind.BlackHole)
                    await WaitForChangeAsync();
                if (Fault.Kind == ProxyFaultKind.Delay)
                    await Task.Delay(Fault.Delay, _time, _stop.Token);
                if (Interlocked.Add(ref _cutAfter, -count) < 0)
                {
                    Interlocked.Exchange(ref _cutAfter, long.MaxValue);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private Task WaitForChangeAsync()
    {
        var changed = Volatile.Read(ref _changed).Task;
        return Fault.Kind == ProxyFaultKind.BlackHole ? changed.WaitAsync(_stop.Token) : Task.CompletedTask;
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
