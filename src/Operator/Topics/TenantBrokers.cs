using System.Net;
using System.Net.Sockets;
using LogOperator.Kubernetes;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Operator.Topics;

/// <summary>
/// Judges the brokers that a tenant's store names before the operator talks to them. Brokers that these brokers name are not judged: the library for administration takes no part
/// in its connections. Safe for concurrent use.
/// </summary>
internal sealed class TenantBrokers(KubeClient client, EndpointGuard guard, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);
    private readonly ApiServerAddresses apiServer = new(client);
    private readonly SemaphoreSlim one = new(1, 1);
    private long? looked;

    /// <summary>Why the operator may not talk to a store's brokers; null if it may.</summary>
    public async Task<string?> RefuseAsync(StoreConfig store, CancellationToken cancellation)
    {
        if (store.Namespace.Length == 0)
        {
            return null;
        }

        await LookAsync(cancellation).ConfigureAwait(false);
        foreach (var server in store.Spec.Kafka!.BootstrapServers)
        {
            var colon = server.LastIndexOf(':');
            if (colon < 0 || !int.TryParse(server.AsSpan(colon + 1), out var port))
            {
                continue;
            }

            foreach (var address in await ResolveAsync(server[..colon].Trim('[', ']'), cancellation).ConfigureAwait(false))
            {
                if (guard.Refuse(address, port) is { } refused)
                {
                    return refused;
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task LookAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (looked is not { } at || time.GetElapsedTime(at) >= LookAgain)
            {
                guard.Know(await apiServer.LookAsync(cancellation).ConfigureAwait(false));
                looked = time.GetTimestamp();
            }
        }
        finally
        {
            one.Release();
        }
    }

    // A name that is not known leads nowhere; the client says so better.
    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
