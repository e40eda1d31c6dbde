using System.Buffers.Binary;
using System.Numerics;

namespace LogOperator.Pipeline.Buffering;

/// <summary>CRC-32C (RFC 3720, appendix B.4), the checksum of everything that is kept on disk.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="seed">The checksum of what stands before them; 0 for nothing.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var crc = ~seed;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
