using System.Net;
using LogOperator.Pipeline.Sinks.Kafka.Native;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

public sealed class KafkaConnectorTests
{
    [Theory]
    [InlineData("192.0.2.7", 9092)]
    [InlineData("2001:db8::7", 65535)]
    public void Addresses_are_read_as_the_kernel_has_them(string address, int port)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(address), port);

        Assert.Equal(endpoint, KafkaConnector.Read(endpoint.Serialize().Buffer.Span));
    }

    [Fact]
    public void Other_families_and_short_addresses_are_none()
    {
        Assert.Null(KafkaConnector.Read([1, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Null(KafkaConnector.Read([2, 0, 1]));
        Assert.Null(KafkaConnector.Read([]));
    }
}
