namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>Traces as Python's <c>traceback</c> module writes them; Ruby's in the order of Python's as well.</summary>
internal static class PythonTrace
{
    public static TraceState Begin(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("Traceback (most recent call last)"u8))
        {
            return TraceState.Traceback;
        }

        return line.StartsWith("  + Exception Group Traceback (most recent call last)"u8) ? TraceState.ExceptionGroup : TraceState.Nothing;
    }

    public static TraceState Continue(TraceState state, ReadOnlySpan<byte> line)
    {
        switch (state)
        {
            case TraceState.Head:
                return line.StartsWith("  File \""u8) ? TraceState.Traceback : Begin(line);
            case TraceState.Traceback when TraceText.IsIndented(line):
                return TraceState.Traceback;
            case TraceState.Traceback:
                return line.IsEmpty || Begin(line) != TraceState.Nothing ? TraceState.Nothing : TraceState.TracebackEnd;
            case TraceState.TracebackEnd when TraceText.IsBlank(line):
                return TraceState.TracebackGap;
            case TraceState.TracebackEnd when TraceText.IsIndented(line):
                return TraceState.TracebackEnd;
            case TraceState.TracebackGap:
                return IsLink(line) ? TraceState.TracebackLink : TraceState.Nothing;
            case TraceState.TracebackLink:
                return TraceText.IsBlank(line) ? TraceState.TracebackLink : Begin(line);
            case TraceState.ExceptionGroup when TraceText.IsIndented(line):
                return TraceState.ExceptionGroup;
            default:
                return TraceState.Nothing;
        }
    }

    private static bool IsLink(ReadOnlySpan<byte> line) =>
        line.StartsWith("During handling of the above exception"u8) || line.StartsWith("The above exception was the direct cause"u8);
}
