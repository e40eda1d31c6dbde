using System.Buffers.Binary;
using System.Text;
using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Buffering;

/// <summary>
/// The form of checkpoints on disk: a header, then entries of CRC-32C, length and content, appended one after the other. A later entry
/// for the same key replaces an earlier one. Names stand once and are numbered in the order of their appearance. Format 2 added entries
/// of checkpoints with what became of the bytes, format 3 where their streams go on; older ones are read as well.
/// </summary>
internal static class CheckpointLog
{
    private const byte NameEntry = 1;
    private const byte CheckpointEntry = 2;
    private const byte FileEntry = 3;
    private const byte AccountEntry = 4;
    private const byte Version = 3;
    private const int FileLength = 1 + 8 + 4 + 8 + 8;
    private const int CheckpointLength = 1 + 4 + 4 + 8 + 8 + 8 + 8;
    private const int FrameLength = 4 + 2;

    /// <summary>First bytes of the file; the last one is the version of the format.</summary>
    public static ReadOnlySpan<byte> Header => "LOCKPT\0\u0003"u8;

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
        Span<byte> content = stackalloc byte[CheckpointLength + AccountEncoding.MostBytes];
        var isPlain = checkpoint is { Account: null, Finished: null, Places: null };
        content[0] = isPlain ? CheckpointEntry : AccountEntry;
        BinaryPrimitives.WriteInt32LittleEndian(content[1..], pipeline);
        BinaryPrimitives.WriteInt32LittleEndian(content[5..], store);
        BinaryPrimitives.WriteUInt64LittleEndian(content[9..], fileId);
        BinaryPrimitives.WriteInt64LittleEndian(content[17..], checkpoint.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(content[25..], checkpoint.Skip);
        BinaryPrimitives.WriteInt64LittleEndian(content[33..], touched);
        var length = CheckpointLength + (isPlain ? 0 : AccountEncoding.Write(content[CheckpointLength..], checkpoint));
        WriteFrame(output, content[..length]);
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

    /// <summary>The version of the format that a file says it has; null if it is no file of checkpoints, or too short to tell.</summary>
    public static int? VersionOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Header.Length && bytes.StartsWith(Header[..^1]) ? bytes[Header.Length - 1] : null;

    /// <summary>Whether a version is one that this agent does not know yet.</summary>
    public static bool IsLater(int version) => version > Version;

    /// <summary>Reads entries until the end or the first one that is torn or damaged.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="names">Gets the names in the order of their numbers.</param>
    /// <param name="found">Called for each checkpoint.</param>
    /// <param name="known">Called for each file.</param>
    /// <returns>Bytes that are whole; less than the length if something is damaged.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, List<string> names, Action<CheckpointKey, Checkpoint, long> found, Action<KnownFile> known)
    {
        if (VersionOf(bytes) is not { } version || version == 0 || IsLater(version))
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
            case AccountEntry when content.Length > CheckpointLength:
                var pipeline = BinaryPrimitives.ReadInt32LittleEndian(content[1..]);
                var store = BinaryPrimitives.ReadInt32LittleEndian(content[5..]);
                var checkpoint = new Checkpoint(BinaryPrimitives.ReadInt64LittleEndian(content[17..]), BinaryPrimitives.ReadInt64LittleEndian(content[25..]));
                if ((uint)pipeline >= (uint)names.Count || (uint)store >= (uint)names.Count
                    || (content[0] == AccountEntry && !AccountEncoding.TryRead(content[CheckpointLength..], ref checkpoint)))
                {
                    return false;
                }

                found(
                    new CheckpointKey(names[pipeline], names[store], BinaryPrimitives.ReadUInt64LittleEndian(content[9..])),
                    checkpoint,
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
