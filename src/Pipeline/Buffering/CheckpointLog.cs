using System.Buffers.Binary;
using System.Text;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Buffering;

/// <summary>
/// The form of checkpoints on disk: a header, then entries of CRC-32C, length and content, appended one after the other. A later entry
/// for the same key replaces an earlier one. Names stand once and are numbered in the order of their appearance.
/// </summary>
internal static class CheckpointLog
{
    private const byte NameEntry = 1;
    private const byte CheckpointEntry = 2;
    private const byte FileEntry = 3;
    private const int FileLength = 1 + 8 + 4 + 8 + 8;
    private const int CheckpointLength = 1 + 4 + 4 + 8 + 8 + 8 + 8;
    private const int FrameLength = 4 + 2;

    /// <summary>First bytes of the file; the last one is the version of the format.</summary>
    public static ReadOnlySpan<byte> Header => "LOCKPT\0\u0001"u8;

    /// <summary>Appends a name entry.</summary>
    public static void WriteName(Stream output, string name)
    {
        var content = new byte[1 + Encoding.UTF8.GetByteCount(name)];
        content[0] = NameEntry;
        Encoding.UTF8.GetBytes(name, content.AsSpan(1));
        WriteFrame(output, content);
    }

    /// <summary>Appends a checkpoint entry.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="pipeline">Number of the pipeline's name.</param>
    /// <param name="store">Number of the store's name.</param>
    /// <param name="fileId">Identity of the file.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="touched">When it was last in use, in seconds since 1970.</param>
    public static void WriteCheckpoint(Stream output, int pipeline, int store, ulong fileId, Checkpoint checkpoint, long touched)
    {
        Span<byte> content = stackalloc byte[CheckpointLength];
        content[0] = CheckpointEntry;
        BinaryPrimitives.WriteInt32LittleEndian(content[1..], pipeline);
        BinaryPrimitives.WriteInt32LittleEndian(content[5..], store);
        BinaryPrimitives.WriteUInt64LittleEndian(content[9..], fileId);
        BinaryPrimitives.WriteInt64LittleEndian(content[17..], checkpoint.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(content[25..], checkpoint.Skip);
        BinaryPrimitives.WriteInt64LittleEndian(content[33..], touched);
        WriteFrame(output, content);
    }

    /// <summary>Appends a file entry.</summary>
    public static void WriteFile(Stream output, KnownFile file)
    {
        Span<byte> content = stackalloc byte[FileLength];
        content[0] = FileEntry;
        BinaryPrimitives.WriteUInt64LittleEndian(content[1..], file.Head);
        BinaryPrimitives.WriteInt32LittleEndian(content[9..], file.Ordinal);
        BinaryPrimitives.WriteUInt64LittleEndian(content[13..], file.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(content[21..], file.BirthNanos);
        WriteFrame(output, content);
    }

    /// <summary>Reads entries until the end or the first one that is torn or damaged.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="names">Gets the names in the order of their numbers.</param>
    /// <param name="found">Called for each checkpoint.</param>
    /// <param name="known">Called for each file.</param>
    /// <returns>Bytes that are whole; less than the length if something is damaged.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, List<string> names, Action<CheckpointKey, Checkpoint, long> found, Action<KnownFile> known)
    {
        if (!bytes.StartsWith(Header))
        {
            return 0;
        }

        var position = Header.Length;
        while (bytes.Length - position >= FrameLength)
        {
            var rest = bytes[position..];
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
            if (length == 0 || rest.Length < FrameLength + length)
            {
                break;
            }

            var content = rest.Slice(FrameLength, length);
            if (Crc32C.Of(content) != BinaryPrimitives.ReadUInt32LittleEndian(rest) || !TryReadEntry(content, names, found, known))
            {
                break;
            }

            position += FrameLength + length;
        }

        return position;
    }

    private static bool TryReadEntry(ReadOnlySpan<byte> content, List<string> names, Action<CheckpointKey, Checkpoint, long> found, Action<KnownFile> known)
    {
        switch (content[0])
        {
            case NameEntry:
                names.Add(Encoding.UTF8.GetString(content[1..]));
                return true;
            case CheckpointEntry when content.Length == CheckpointLength:
                var pipeline = BinaryPrimitives.ReadInt32LittleEndian(content[1..]);
                var store = BinaryPrimitives.ReadInt32LittleEndian(content[5..]);
                if ((uint)pipeline >= (uint)names.Count || (uint)store >= (uint)names.Count)
                {
                    return false;
                }

                found(
                    new CheckpointKey(names[pipeline], names[store], BinaryPrimitives.ReadUInt64LittleEndian(content[9..])),
                    new Checkpoint(BinaryPrimitives.ReadInt64LittleEndian(content[17..]), BinaryPrimitives.ReadInt64LittleEndian(content[25..])),
                    BinaryPrimitives.ReadInt64LittleEndian(content[33..]));
                return true;
            case FileEntry when content.Length == FileLength:
                known(new KnownFile(
                    BinaryPrimitives.ReadUInt64LittleEndian(content[1..]),
                    BinaryPrimitives.ReadInt32LittleEndian(content[9..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(content[13..]),
                    BinaryPrimitives.ReadInt64LittleEndian(content[21..])));
                return true;
            default:
                return false;
        }
    }

    private static void WriteFrame(Stream output, ReadOnlySpan<byte> content)
    {
        Span<byte> frame = stackalloc byte[FrameLength];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Crc32C.Of(content));
        BinaryPrimitives.WriteUInt16LittleEndian(frame[4..], checked((ushort)content.Length));
        output.Write(frame);
        output.Write(content);
    }
}
