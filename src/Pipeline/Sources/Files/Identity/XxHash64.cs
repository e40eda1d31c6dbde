using System.Buffers.Binary;
using System.Numerics;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>
/// The hash XXH64 (specification: xxHash fast digest algorithm 0.2.0). Ids on disk depend on it; it needs no native cryptography.
/// </summary>
internal static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    /// <summary>The hash of bytes under a seed.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong seed)
    {
        unchecked
        {
            var length = (ulong)bytes.Length;
            ulong hash;
            if (bytes.Length >= 32)
            {
                var (a, b, c, d) = (seed + Prime1 + Prime2, seed + Prime2, seed, seed - Prime1);
                while (bytes.Length >= 32)
                {
                    a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                    b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                    c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
                    d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
                    bytes = bytes[32..];
                }

                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                    + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
                hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
            }
            else
            {
                hash = seed + Prime5;
            }

            hash += length;
            while (bytes.Length >= 8)
            {
                hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes)), 27) * Prime1) + Prime4;
                bytes = bytes[8..];
            }

            if (bytes.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1), 23) * Prime2) + Prime3;
                bytes = bytes[4..];
            }

            foreach (var one in bytes)
            {
                hash = BitOperations.RotateLeft(hash ^ (one * Prime5), 11) * Prime1;
            }

            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong state, ulong input) => unchecked(BitOperations.RotateLeft(state + (input * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong state) => unchecked(((hash ^ Round(0, state)) * Prime1) + Prime4);
}
