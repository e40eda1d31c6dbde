using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>
/// The prefix that container runtimes put before each line: RFC 3339 time with up to nine decimals, stream, tags, each ended by a space
/// (Kubernetes, "kubelet/CRI logging", design proposal "CRI: Log management for container stdout/stderr streams").
/// </summary>
internal static class CriPrefix
{
    /// <summary>Bytes that <see cref="TryParseFast"/> may look at, beyond the line's own end too.</summary>
    public const int FastLength = 48;

    private const int Window = 64;

    // " stdout ", " stderr ", "F " and "P " as little-endian numbers
    private const ulong Stdout = 0x2074756F64747320;
    private const ulong Stderr = 0x2072726564747320;
    private const ushort Whole = 0x2046;
    private const ushort Cut = 0x2050;

    /// <summary>
    /// The common shape: nine decimals, <c>Z</c> or an offset, one-letter tag. Loads at fixed places, no search.
    /// </summary>
    /// <param name="line">First byte of the line; <see cref="FastLength"/> bytes can be read from it.</param>
    /// <param name="timestampLength">Length of the timestamp.</param>
    /// <param name="content">Where the content begins.</param>
    /// <param name="flags">Stream, and whether the runtime cut the line.</param>
    /// <returns>False where the line has another shape, which <see cref="TryParse"/> may still know.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseFast(ref readonly byte line, out int timestampLength, out int content, out LineFlags flags)
    {
        timestampLength = 30;
        content = 0;
        flags = LineFlags.None;
        ref var bytes = ref Unsafe.AsRef(in line);
        if (!RuntimeTimestamp.Fits(in line))
        {
            return false;
        }

        if (Unsafe.Add(ref bytes, 29) != (byte)'Z')
        {
            if (!IsOffset(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref bytes, 29), 6)))
            {
                return false;
            }

            timestampLength = 35;
        }

        ref var rest = ref Unsafe.Add(ref bytes, timestampLength);
        var stream = Little(Unsafe.ReadUnaligned<ulong>(ref rest));
        var tag = Little(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref rest, 8)));
        content = timestampLength + 10;
        flags = (stream == Stdout ? LineFlags.Stdout : LineFlags.Stderr) | (tag == Whole ? LineFlags.None : LineFlags.Partial);
        return (stream is Stdout or Stderr) && (tag is Whole or Cut);
    }

    /// <summary>The general shape: the timestamp's decimals may be fewer or missing, tags may follow the first one after colons.</summary>
    /// <param name="line">The line without its newline.</param>
    /// <param name="timestampLength">Length of the timestamp.</param>
    /// <param name="content">Where the content begins.</param>
    /// <param name="flags">Stream, and whether the runtime cut the line.</param>
    /// <returns>False where the line has no such prefix within its first 64 bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out int timestampLength, out int content, out LineFlags flags)
    {
        content = 0;
        flags = LineFlags.None;
        var window = line.Length > Window ? line[..Window] : line;
        timestampLength = window.IndexOf((byte)' ');
        if (timestampLength < 0 || !IsTimestamp(window[..timestampLength]))
        {
            return false;
        }

        var rest = window[(timestampLength + 1)..];
        if (rest.StartsWith("stdout "u8))
        {
            flags = LineFlags.Stdout;
        }
        else if (rest.StartsWith("stderr "u8))
        {
            flags = LineFlags.Stderr;
        }
        else
        {
            return false;
        }

        rest = rest["stdout ".Length..];
        var space = rest.IndexOf((byte)' ');
        if (space < 0 && line.Length > Window)
        {
            return false;
        }

        var tags = space < 0 ? rest : rest[..space];
        if (tags.IsEmpty || (tags.Length > 1 && tags[1] != (byte)':') || tags[0] is not ((byte)'F' or (byte)'P'))
        {
            return false;
        }

        if (tags[0] == (byte)'P')
        {
            flags |= LineFlags.Partial;
        }

        content = timestampLength + 1 + "stdout ".Length + tags.Length + (space < 0 ? 0 : 1);
        return true;
    }

    private static bool IsTimestamp(ReadOnlySpan<byte> text)
    {
        const int secondLength = 19;
        if (text.Length <= secondLength || !RuntimeTimestamp.FitsMinute(in MemoryMarshal.GetReference(text))
            || text[16] != (byte)':' || !IsDigit(text[17]) || !IsDigit(text[18]))
        {
            return false;
        }

        text = text[secondLength..];
        if (text[0] == (byte)'.')
        {
            var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits is < 1 or > 9)
            {
                return false;
            }

            text = text[(digits + 1)..];
        }

        return text is [(byte)'Z'] || IsOffset(text);
    }

    private static bool IsOffset(ReadOnlySpan<byte> text) =>
        text.Length == 6 && (text[0] is (byte)'+' or (byte)'-') && IsDigit(text[1]) && IsDigit(text[2])
        && text[3] == (byte)':' && IsDigit(text[4]) && IsDigit(text[5]);

    private static bool IsDigit(byte value) => char.IsAsciiDigit((char)value);

    private static ulong Little(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    private static ushort Little(ushort value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
