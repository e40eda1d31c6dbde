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

        var hasDot = false;
        var length = 1;
        for (; length < line.Length; length++)
        {
            var value = line[length];
            hasDot |= value == (byte)'.';
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'.' or (byte)'_' or (byte)'$' or (byte)'`'))
            {
                break;
            }
        }

        var name = line[..length];
        var rest = line[length..];
        return hasDot
            && (rest.IsEmpty || rest[0] == (byte)':' || rest.StartsWith(" ("u8))
            && (name.EndsWith("Exception"u8) || name.EndsWith("Error"u8) || name.EndsWith("Throwable"u8));
    }
}
