using System.Runtime.CompilerServices;

namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>What lines of traces of several languages have in common.</summary>
internal static class TraceText
{
    /// <summary>Whether a line begins with a space or a tab.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsIndented(ReadOnlySpan<byte> line) => !line.IsEmpty && line[0] is (byte)' ' or (byte)'\t';

    /// <summary>Whether a line has nothing but spaces and tabs.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => Unindent(line).IsEmpty;

    /// <summary>The line without its indentation.</summary>
    public static ReadOnlySpan<byte> Unindent(ReadOnlySpan<byte> line)
    {
        var indent = 0;
        while (indent < line.Length && line[indent] is (byte)' ' or (byte)'\t')
        {
            indent++;
        }

        return line[indent..];
    }

    /// <summary>
    /// Whether a line begins with the full name of an exception, as in <c>java.io.IOException: no space</c>: names joined by dots, the last
    /// ending in Exception, Error or Throwable, up to a colon, a space with a bracket, or the end.
    /// </summary>
    public static bool IsException(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || !char.IsAsciiLetter((char)line[0]))
        {
            return false;
        }

        var length = 1;
        while (length < line.Length && IsOfName(line[length]))
        {
            length++;
        }

        var name = line[..length];
        var rest = line[length..];
        return name.Contains((byte)'.')
            && (rest.IsEmpty || rest[0] == (byte)':' || rest.StartsWith(" ("u8))
            && (name.EndsWith("Exception"u8) || name.EndsWith("Error"u8) || name.EndsWith("Throwable"u8));
    }

    /// <summary>Whether a byte is an ASCII letter or digit, a dot, an underscore, a dollar or a backtick.</summary>
    private static bool IsOfName(byte value)
    {
        // One bit for each byte: those below 64, and those from there to 127.
        const ulong letters = (1UL << 26) - 1;
        const ulong lower = 1UL << '$' | 1UL << '.' | 0x3FFUL << '0';
        const ulong upper = letters << ('A' - 64) | letters << ('a' - 64) | 1UL << ('_' - 64) | 1UL << ('`' - 64);
        return ((value < 64 ? lower : value < 128 ? upper : 0) >> (value & 63) & 1) != 0;
    }
}
