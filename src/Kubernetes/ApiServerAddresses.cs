using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace LogOperator.Kubernetes;

/// <summary>
/// Finds out under which addresses the API server is: the one that is asked, and those that it says its clients may ask (<c>serverAddressByClientCIDRs</c> of <c>/api</c>,
/// which every service account may read). Keeps what was seen once, since behind one name there may be several servers, each naming itself. For one caller at a time.
/// </summary>
/// <param name="client">Asks the API server.</param>
public sealed class ApiServerAddresses(KubeClient client)
{
    private readonly HashSet<IPEndPoint> seen = [];

    /// <summary>Looks once more.</summary>
    /// <returns>Every address that was seen so far; not less for an API server that does not answer.</returns>
    public async Task<IReadOnlyCollection<IPEndPoint>> LookAsync(CancellationToken cancellation)
    {
        var server = client.Config.Server;
        await AddAsync(server.IdnHost, server.Port, cancellation).ConfigureAwait(false);
        try
        {
            using var answer = JsonDocument.Parse(await client.GetTextAsync("/api", cancellation).ConfigureAwait(false));
            foreach (var (host, port) in Told(answer.RootElement))
            {
                await AddAsync(host, port, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is KubeException or JsonException)
        {
            // The address that was asked is known.
        }

        return seen;
    }

    private static IEnumerable<(string Host, int Port)> Told(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("serverAddressByClientCIDRs", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var entry in list.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("serverAddress", out var address) && address.ValueKind == JsonValueKind.String
                && Uri.TryCreate($"https://{address.GetString()}", UriKind.Absolute, out var uri))
            {
                yield return (uri.IdnHost, uri.Port);
            }
        }
    }

    private async Task AddAsync(string host, int port, CancellationToken cancellation)
    {
        try
        {
            foreach (var address in IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false))
            {
                seen.Add(new IPEndPoint(address, port));
            }
        }
        catch (SocketException)
        {
            // Not known now.
        }
    }
}
