using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Pipeline.Sinks.Kafka.Native;

/// <summary>
/// Stands in for <c>connect</c> in a client of librdkafka, so that every address is judged after it was resolved, also those of brokers that other brokers named. Called by
/// librdkafka's threads: must not throw.
/// </summary>
internal sealed unsafe class KafkaConnector(EndpointGuard guard)
{
    private const ushort Ipv4 = 2;
    private const ushort Ipv6 = 10;
    private volatile string? refusal;

    /// <summary>Why an address was refused last; null if none was.</summary>
    public string? Refusal => refusal;

    /// <summary>The function to be called, with a handle of a connector as <c>opaque</c>.</summary>
    public static delegate* unmanaged[Cdecl]<int, byte*, int, byte*, void*, int> Callback => &Connect;

    /// <summary>An address as the kernel has it (<c>struct sockaddr_in</c> and <c>sockaddr_in6</c>); null if it is of another family.</summary>
    public static IPEndPoint? Read(ReadOnlySpan<byte> address) => (address.Length < 2 ? (ushort)0 : MemoryMarshal.Read<ushort>(address)) switch
    {
        Ipv4 when address.Length >= 8 => new IPEndPoint(new IPAddress(address.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(address[2..])),
        Ipv6 when address.Length >= 24 => new IPEndPoint(new IPAddress(address.Slice(8, 16)), BinaryPrimitives.ReadUInt16BigEndian(address[2..])),
        _ => null,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Connect(int socket, byte* address, int length, byte* broker, void* opaque) =>
        GCHandle.FromIntPtr((nint)opaque).Target is KafkaConnector connector ? connector.Connect(socket, address, length) : Errno.NoAccess;

    private int Connect(int socket, byte* address, int length)
    {
        var endpoint = Read(new ReadOnlySpan<byte>(address, length));
        if (endpoint is null || guard.Refuse(endpoint.Address, endpoint.Port) is { } refused && (refusal = refused) is not null)
        {
            return Errno.NoAccess;
        }

        // librdkafka's sockets do not block: it waits for the connection itself.
        return Libc.Connect(socket, address, length) == 0 || Errno.Last == Errno.InProgress ? 0 : Errno.Last;
    }
}
