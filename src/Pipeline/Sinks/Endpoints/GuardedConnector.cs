using System.Net;
using System.Net.Sockets;

namespace LogOperator.Pipeline.Sinks.Endpoints;

/// <summary>Connects to the very addresses that were judged: a name that resolves to another address a moment later gains nothing.</summary>
internal static class GuardedConnector
{
    /// <summary>Connects to the first address of a host that may be connected to and answers.</summary>
    /// <param name="address">Host and port.</param>
    /// <param name="guard">Judges addresses; null lets all pass.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="EndpointRefusedException">No address of the host may be connected to.</exception>
    /// <exception cref="SocketException">The host is not known, or does not answer.</exception>
    public static async ValueTask<Socket> ConnectAsync(DnsEndPoint address, EndpointGuard? guard, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (guard is null)
            {
                await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            }
            else
            {
                await socket.ConnectAsync(await JudgedAsync(address.Host, address.Port, guard, cancellation).ConfigureAwait(false), address.Port, cancellation).ConfigureAwait(false);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of a host that may be connected to, at least one.</summary>
    /// <exception cref="EndpointRefusedException">There is none.</exception>
    /// <exception cref="SocketException">The host is not known.</exception>
    public static async Task<IPAddress[]> JudgedAsync(string host, int port, EndpointGuard guard, CancellationToken cancellation)
    {
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        string? refusal = null;
        IPAddress[] good = [.. all.Where(a =>
        {
            var refused = guard.Refuse(a, port);
            refusal ??= refused;
            return refused is null;
        })];
        return good.Length > 0 || refusal is null ? good : throw new EndpointRefusedException(refusal);
    }
}
