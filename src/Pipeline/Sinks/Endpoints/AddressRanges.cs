using System.Net;
using System.Net.Sockets;

namespace LogOperator.Pipeline.Sinks.Endpoints;

/// <summary>Ranges of addresses that are never a store of a tenant, and what they are.</summary>
internal static class AddressRanges
{
    private const int MappedBytes = 12;

    // IANA's registries of special-purpose addresses (RFC 6890); metadata services that are not link-local stand in the manuals of AWS, Alibaba Cloud and Azure.
    private static readonly (IPNetwork Range, string Name)[] Ranges =
    [
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("0.0.0.0/8"), "this host"),
        (IPNetwork.Parse("::/128"), "this host"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fd00:ec2::254/128"), "a cloud's metadata service"),
        (IPNetwork.Parse("100.100.100.200/32"), "a cloud's metadata service"),
        (IPNetwork.Parse("168.63.129.16/32"), "a cloud's metadata service"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
        (IPNetwork.Parse("255.255.255.255/32"), "broadcast"),
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fc00::/7"),
    ];

    // RFC 6052, 8215 and 3056: a gateway takes the IPv4 address out of them.
    private static readonly (IPNetwork Range, int At)[] Carriers =
    [
        (IPNetwork.Parse("64:ff9b::/96"), MappedBytes), (IPNetwork.Parse("64:ff9b:1::/48"), MappedBytes), (IPNetwork.Parse("::/96"), MappedBytes), (IPNetwork.Parse("2002::/16"), 2),
    ];

    /// <summary>The IPv4 address that an IPv6 address stands for; else the address itself, without its scope.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        var bare = new IPAddress(bytes);
        foreach (var (range, at) in Carriers)
        {
            if (range.Contains(bare) && !bare.Equals(IPAddress.IPv6Loopback) && !bare.Equals(IPAddress.IPv6Any))
            {
                return new IPAddress(bytes.AsSpan(at, 4));
            }
        }

        return bare;
    }

    /// <summary>What an address is, if no tenant's store can be there; else null.</summary>
    public static string? NameOf(IPAddress address)
    {
        foreach (var (range, name) in Ranges)
        {
            if (range.Contains(address))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Whether an address belongs to somebody's own network.</summary>
    public static bool IsPrivate(IPAddress address) => Private.Any(n => n.Contains(address));
}
