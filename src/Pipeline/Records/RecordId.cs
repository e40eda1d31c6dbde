using System.Buffers.Text;

namespace LogOperator.Pipeline.Records;

/// <summary>
/// Identity of a record: the same on every retry, after every restart and in every store.
/// Written as 16 hexadecimal digits of the file, a dash, the decimal offset of the first line, and <c>.part</c> where a stage split it.
/// </summary>
/// <param name="FileId">64-bit identity of the file, independent of its name, device and inode.</param>
/// <param name="Offset">Offset of the record's first line in the (uncompressed) file.</param>
/// <param name="Part">0, or the number of the part after a split, from 1.</param>
public readonly record struct RecordId(ulong FileId, long Offset, ushort Part)
{
    /// <summary>The longest text that <see cref="TryFormat"/> writes, in bytes.</summary>
    public const int MaxLength = FileLength + 19 + 1 + 5;

    /// <summary>Bytes that <see cref="FormatFile"/> writes.</summary>
    internal const int FileLength = 16 + 1;

    /// <summary>Writes the text form.</summary>
    /// <returns>Bytes written; 0 where the destination is shorter than <see cref="MaxLength"/>.</returns>
    public int TryFormat(Span<byte> destination)
    {
        if (destination.Length < MaxLength)
        {
            return 0;
        }

        FormatFile(destination);
        return FileLength + FormatPlace(destination[FileLength..]);
    }

    /// <summary>Writes the part of the text that all records of the file have in common.</summary>
    internal void FormatFile(Span<byte> destination)
    {
        Utf8Formatter.TryFormat(FileId, destination, out var length, new('x', 16));
        destination[length] = (byte)'-';
    }

    /// <summary>Writes the rest of it.</summary>
    /// <returns>Bytes written.</returns>
    internal int FormatPlace(Span<byte> destination)
    {
        Utf8Formatter.TryFormat(Offset, destination, out var length);
        if (Part != 0)
        {
            destination[length++] = (byte)'.';
            Utf8Formatter.TryFormat(Part, destination[length..], out var digits);
            length += digits;
        }

        return length;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..TryFormat(text)]);
    }
}
