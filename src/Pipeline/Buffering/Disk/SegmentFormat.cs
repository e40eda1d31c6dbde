using System.Buffers.Binary;
using System.Text;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>
/// The form of a segment on disk. A header: magic and version, number, salt, CRC-32C. Then frames of marker, ordinal, length, the content's
/// checksum and the frame's own, which holds salt and place too; then the content. Contents stand for themselves: kind, lengths of owner and
/// key, file id, offset, owner, key, payload. All numbers are little-endian.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>Version of the format.</summary>
    public const byte Version = 1;

    /// <summary>Length of the header.</summary>
    public const int HeaderLength = 32;

    /// <summary>Length of a frame without its content.</summary>
    public const int FrameLength = 20;

    /// <summary>Length of the part of a content that every entry has.</summary>
    public const int FixedLength = 21;

    /// <summary>Longest payload.</summary>
    public const int LargestPayload = 1024 * 1024;

    /// <summary>Longest owner and key together, in bytes.</summary>
    public const int LargestNames = 8 * 1024;

    /// <summary>Longest content.</summary>
    public const int LargestContent = FixedLength + LargestNames + LargestPayload;

    /// <summary>Longest segment that is looked at; none is ever written that long.</summary>
    public const int LargestSegment = 64 * 1024 * 1024;

    private const int SaltedLength = 16;

    /// <summary>First bytes of a segment, before the version.</summary>
    public static ReadOnlySpan<byte> Magic => "LOBUF\0\0"u8;

    /// <summary>First bytes of a frame.</summary>
    public static ReadOnlySpan<byte> Marker => [0xF5, 0x4C, 0x4F, 0xF8];

    /// <summary>Writes the header.</summary>
    public static void WriteHeader(Span<byte> output, SegmentName name)
    {
        Magic.CopyTo(output);
        output[Magic.Length] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(output[8..], name.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(output[16..], name.Salt);
        BinaryPrimitives.WriteUInt32LittleEndian(output[24..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(output[28..], Crc32C.Of(output[..28]));
    }

    /// <summary>The version that a header names.</summary>
    /// <returns>-1 if the header is damaged.</returns>
    public static int ReadHeader(ReadOnlySpan<byte> bytes, SegmentName name)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic) || Crc32C.Of(bytes[..28]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]))
        {
            return -1;
        }

        var isNamed = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) == name.Number && BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]) == name.Salt;
        return bytes[Magic.Length] != Version || isNamed ? bytes[Magic.Length] : -1;
    }

    /// <summary>Makes a content.</summary>
    public static byte[] Content(EntryKind kind, string owner, string key, ulong fileId, long offset, ReadOnlySpan<byte> payload)
    {
        var (ownerLength, keyLength) = (Encoding.UTF8.GetByteCount(owner), Encoding.UTF8.GetByteCount(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ownerLength + keyLength, LargestNames, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LargestPayload, nameof(payload));
        var content = new byte[FixedLength + ownerLength + keyLength + payload.Length];
        content[0] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(1), (ushort)ownerLength);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(3), (ushort)keyLength);
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(5), fileId);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(13), offset);
        Encoding.UTF8.GetBytes(owner, content.AsSpan(FixedLength));
        Encoding.UTF8.GetBytes(key, content.AsSpan(FixedLength + ownerLength));
        payload.CopyTo(content.AsSpan(FixedLength + ownerLength + keyLength));
        return content;
    }

    /// <summary>Writes a frame for a content.</summary>
    public static void WriteFrame(Span<byte> output, ReadOnlySpan<byte> content, ulong salt, long position, uint ordinal)
    {
        Marker.CopyTo(output);
        BinaryPrimitives.WriteUInt32LittleEndian(output[4..], ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(output[8..], content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(output[12..], Crc32C.Of(content));
        BinaryPrimitives.WriteUInt32LittleEndian(output[16..], Salted(output[..16], salt, position));
    }

    /// <summary>Reads a frame without looking at its content.</summary>
    /// <param name="bytes">What begins with the frame.</param>
    /// <param name="salt">Salt of the segment.</param>
    /// <param name="position">Where in the segment the frame stands.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryReadFrame(ReadOnlySpan<byte> bytes, ulong salt, long position, out (uint Ordinal, int Length, uint Checksum) frame)
    {
        frame = default;
        if (bytes.Length < FrameLength || !bytes.StartsWith(Marker)
            || Salted(bytes[..16], salt, position) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]))
        {
            return false;
        }

        frame = (
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
        return frame.Length is >= FixedLength and <= LargestContent;
    }

    /// <summary>Reads the fixed part of a content.</summary>
    /// <param name="content">The content, or its beginning.</param>
    /// <param name="length">Length of the whole content.</param>
    /// <param name="entry">What it says.</param>
    /// <returns>Whether it makes sense.</returns>
    public static bool TryReadContent(ReadOnlySpan<byte> content, int length, out EntryHead entry)
    {
        entry = default;
        if (content.Length < FixedLength)
        {
            return false;
        }

        entry = new EntryHead(
            (EntryKind)content[0],
            BinaryPrimitives.ReadUInt16LittleEndian(content[1..]),
            BinaryPrimitives.ReadUInt16LittleEndian(content[3..]),
            BinaryPrimitives.ReadUInt64LittleEndian(content[5..]),
            BinaryPrimitives.ReadInt64LittleEndian(content[13..]),
            length);
        return entry is { Kind: >= EntryKind.Data and <= EntryKind.End, Offset: >= 0, PayloadLength: >= 0 and <= LargestPayload }
            && (entry.Kind != EntryKind.Data || entry.Offset <= long.MaxValue - entry.PayloadLength);
    }

    private static uint Salted(ReadOnlySpan<byte> frame, ulong salt, long position)
    {
        Span<byte> place = stackalloc byte[SaltedLength];
        BinaryPrimitives.WriteUInt64LittleEndian(place, salt);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], position);
        return Crc32C.Of(frame, Crc32C.Of(place));
    }
}
