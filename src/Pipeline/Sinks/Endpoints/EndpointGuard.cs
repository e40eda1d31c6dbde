using System.Net;

namespace LogOperator.Pipeline.Sinks.Endpoints;

/// <summary>
/// Says to which addresses the stores of tenants may not lead: whoever writes a LogStore chooses where the agent connects to, and the agent stands where its tenants do not. Judges
/// addresses, so names are judged after they were resolved, at every connect. Safe for concurrent use.
/// </summary>
/// <param name="refused">Networks that are refused besides the ones that always are.</param>
/// <param name="allowed">Networks that are not refused, though a range below or a refused network holds them. The API server and kubelets stay refused.</param>
public sealed class EndpointGuard(IReadOnlyList<IPNetwork> refused, IReadOnlyList<IPNetwork> allowed)
{
    private const int Kubelet = 10250;
    private const int KubeletReadOnly = 10255;
    private const int Https = 443;
    private volatile HashSet<IPEndPoint> apiServer = [];

    /// <summary>Says where the API server is; what was said before is forgotten.</summary>
    public void Know(IEnumerable<IPEndPoint> apiServer) => this.apiServer = [.. apiServer.Select(e => new IPEndPoint(AddressRanges.Plain(e.Address), e.Port))];

    /// <summary>Why nothing may connect to an address; null if it may.</summary>
    public string? Refuse(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = AddressRanges.Plain(address);
        var what = WhatItIs(plain, port);
        return what is null ? null : $"{new IPEndPoint(plain, port)} is {what}, where a LogStore may not lead";
    }

    private string? WhatItIs(IPAddress address, int port)
    {
        var known = apiServer;

        // The other servers of a control plane are not known, but their port is.
        if (known.Contains(new IPEndPoint(address, port)) || (port != Https && AddressRanges.IsPrivate(address) && known.Any(e => e.Port == port)))
        {
            return "the API server";
        }

        if (port is Kubelet or KubeletReadOnly)
        {
            return "a kubelet";
        }

        if (allowed.Any(n => n.Contains(address)))
        {
            return null;
        }

        return AddressRanges.NameOf(address) ?? (refused.Any(n => n.Contains(address)) ? "in a network that this cluster refuses" : null);
    }
}
