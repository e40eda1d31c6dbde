namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>Traces as <c>Throwable.printStackTrace</c> writes them, and Node.js.</summary>
internal static class JavaTrace
{
    public static TraceState Begin(ReadOnlySpan<byte> line) =>
        line.StartsWith("Exception in thread "u8) || TraceText.IsException(line) || IsFrame(line) ? TraceState.Trace : TraceState.Nothing;

    public static TraceState Continue(TraceState state, ReadOnlySpan<byte> line)
    {
        if (IsFrame(line))
        {
            return state == TraceState.TraceGap ? TraceState.Nothing : state == TraceState.ConsoleEntry ? state : TraceState.Trace;
        }

        // Logging libraries write the exception on a line of its own behind the message.
        return state == TraceState.Head && TraceText.IsException(line) ? TraceState.Trace : TraceState.Nothing;
    }

    private static bool IsFrame(ReadOnlySpan<byte> line)
    {
        var isIndented = TraceText.IsIndented(line);
        if (!isIndented && (line.IsEmpty || line[0] is not ((byte)'C' or (byte)'W' or (byte)'n')))
        {
            return false;
        }

        var text = TraceText.Unindent(line);
        return (isIndented && (text.StartsWith("at "u8) || text.StartsWith("... "u8) || text.StartsWith("Suppressed: "u8)
                || text.StartsWith("[CIRCULAR REFERENCE"u8)))
            || text.StartsWith("Caused by: "u8)
            || text.StartsWith("nested exception is:"u8)
            || text.StartsWith("Wrapped by: "u8);
    }
}
