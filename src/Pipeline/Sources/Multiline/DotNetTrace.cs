namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>Traces as <c>Exception.ToString</c> writes them, and the entries of the console logger of Microsoft.Extensions.Logging.</summary>
internal static class DotNetTrace
{
    public static TraceState Begin(ReadOnlySpan<byte> line)
    {
        if (IsEntry(line))
        {
            return TraceState.ConsoleEntry;
        }

        return line.StartsWith("Unhandled exception"u8) || TraceText.IsException(line) || IsFrame(line) ? TraceState.Trace : TraceState.Nothing;
    }

    public static TraceState Continue(TraceState state, ReadOnlySpan<byte> line)
    {
        if (state == TraceState.ConsoleEntry && line.StartsWith("      "u8))
        {
            return TraceState.ConsoleEntry;
        }

        if (state == TraceState.TraceGap)
        {
            return TraceText.Unindent(line).StartsWith("---> "u8) ? TraceState.Trace : TraceState.Nothing;
        }

        if (IsFrame(line))
        {
            return state == TraceState.ConsoleEntry ? state : TraceState.Trace;
        }

        if (state == TraceState.Trace && TraceText.IsBlank(line))
        {
            return TraceState.TraceGap;
        }

        return state == TraceState.Head && TraceText.IsException(line) ? TraceState.Trace : TraceState.Nothing;
    }

    private static bool IsFrame(ReadOnlySpan<byte> line)
    {
        if (!TraceText.IsIndented(line))
        {
            return line.StartsWith("--- End of "u8);
        }

        var text = TraceText.Unindent(line);
        return text.StartsWith("at "u8) || text.StartsWith("---> "u8) || text.StartsWith("--- End of "u8);
    }

    /// <summary><c>fail: Shop.Cart[0]</c>.</summary>
    private static bool IsEntry(ReadOnlySpan<byte> line) =>
        line.Length > 7 && line[4] == (byte)':' && line[5] == (byte)' ' && line[^1] == (byte)']'
        && (line.StartsWith("info"u8) || line.StartsWith("warn"u8) || line.StartsWith("fail"u8)
            || line.StartsWith("crit"u8) || line.StartsWith("dbug"u8) || line.StartsWith("trce"u8));
}
