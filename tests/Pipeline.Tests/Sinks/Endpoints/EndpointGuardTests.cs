using System.Net;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Pipeline.Tests.Sinks.Endpoints;

public sealed class EndpointGuardTests
{
    private readonly EndpointGuard guard = new([IPNetwork.Parse("10.9.0.0/16")], [IPNetwork.Parse("10.9.1.0/24"), IPNetwork.Parse("169.254.20.0/24")]);

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.8.9.10", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("0.0.0.0", "this host")]
    [InlineData("::", "this host")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fd00:ec2::254", "a cloud's metadata service")]
    [InlineData("100.100.100.200", "a cloud's metadata service")]
    [InlineData("168.63.129.16", "a cloud's metadata service")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("10.9.2.3", "in a network that this cluster refuses")]
    public void Addresses_where_no_store_of_a_tenant_is_are_refused(string address, string what) =>
        Assert.Contains($" is {what}, where a LogStore may not lead", guard.Refuse(IPAddress.Parse(address), 80), StringComparison.Ordinal);

    [Theory]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fe80::1%3")]
    public void An_address_in_disguise_is_refused_too(string address) => Assert.Contains("is link-local", guard.Refuse(IPAddress.Parse(address), 80), StringComparison.Ordinal);

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("fd12::1")]
    [InlineData("2001:db8::1")]
    [InlineData("10.9.1.7")]
    [InlineData("169.254.20.10")]
    public void Other_addresses_and_allowed_networks_pass(string address) => Assert.Null(guard.Refuse(IPAddress.Parse(address), 9092));

    [Fact]
    public void The_api_server_is_refused_and_so_is_its_port_on_private_addresses()
    {
        guard.Know([new IPEndPoint(IPAddress.Parse("10.96.0.1"), 443), new IPEndPoint(IPAddress.Parse("172.18.0.2"), 6443), new IPEndPoint(IPAddress.Parse("203.0.113.5"), 6443)]);

        foreach (var (address, port) in new[] { ("10.96.0.1", 443), ("172.18.0.2", 6443), ("::ffff:172.18.0.2", 6443), ("172.18.0.3", 6443), ("203.0.113.5", 6443), ("10.9.1.7", 6443) })
        {
            Assert.Contains("is the API server", guard.Refuse(IPAddress.Parse(address), port), StringComparison.Ordinal);
        }

        foreach (var (address, port) in new[] { ("10.96.0.2", 443), ("172.18.0.2", 9092), ("203.0.113.6", 6443) })
        {
            Assert.Null(guard.Refuse(IPAddress.Parse(address), port));
        }
    }

    [Fact]
    public void Kubelets_are_refused_even_where_the_network_is_allowed()
    {
        Assert.Contains("10.9.1.7:10250 is a kubelet", guard.Refuse(IPAddress.Parse("10.9.1.7"), 10250), StringComparison.Ordinal);
        Assert.Contains("is a kubelet", guard.Refuse(IPAddress.Parse("10.9.1.7"), 10255), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("10.0.0.0/8, fd00::/8,192.0.2.7", 3)]
    public void Networks_are_read_from_lists(string? text, int count)
    {
        Assert.True(NetworkList.TryParse(text, out var networks, out _));
        Assert.Equal(count, networks.Count);
    }

    [Theory]
    [InlineData("10.0.0.0/8,nonsense", "nonsense")]
    [InlineData("10.0.0.0/33", "10.0.0.0/33")]
    public void What_is_no_network_is_named(string text, string expected)
    {
        Assert.False(NetworkList.TryParse(text, out _, out var wrong));
        Assert.Equal(expected, wrong);
    }
}
