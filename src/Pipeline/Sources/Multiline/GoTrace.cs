namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>Panics and fatal errors as Go's runtime writes them, and stacks of <c>runtime/debug</c>.</summary>
internal static class GoTrace
{
    /// <param name="line">The line.</param>
    /// <param name="search">Whether a panic may be told in the middle of the line, as by <c>net/http</c>; costs a search.</param>
    public static TraceState Begin(ReadOnlySpan<byte> line, bool search)
    {
        if (line.StartsWith("panic: "u8) || line.StartsWith("fatal error: "u8) || line.StartsWith("SIG"u8) || line.StartsWith("unexpected fault"u8))
        {
            return TraceState.Panic;
        }

        if (IsGoroutine(line))
        {
            return TraceState.Goroutine;
        }

        return search && line.IndexOf(" panic"u8) >= 0 ? TraceState.Panic : TraceState.Nothing;
    }

    public static TraceState Continue(TraceState state, ReadOnlySpan<byte> line)
    {
        switch (state)
        {
            case TraceState.Head:
                return IsGoroutine(line) ? TraceState.Goroutine : TraceState.Nothing;
            case TraceState.Panic:
                return IsGoroutine(line) ? TraceState.Goroutine
                    : line.IsEmpty || TraceText.IsIndented(line) || line.StartsWith("[signal "u8) || line.StartsWith("PC="u8)
                        || line.StartsWith("goroutine "u8) || line.StartsWith("panic: "u8)
                        ? TraceState.Panic : TraceState.Nothing;
            case TraceState.GoCall:
                return TraceText.IsIndented(line) ? TraceState.Goroutine : TraceState.Nothing;
            case TraceState.Goroutine:
                return line.IsEmpty ? TraceState.GoroutineGap
                    : TraceText.IsIndented(line) || line.StartsWith("..."u8) ? TraceState.Goroutine
                    : IsCall(line) ? TraceState.GoCall : TraceState.Nothing;
            case TraceState.GoroutineGap:
                return IsGoroutine(line) ? TraceState.Goroutine : TraceState.Nothing;
            default:
                return TraceState.Nothing;
        }
    }

    /// <summary><c>goroutine 18 gp=0xc000 m=3 [chan receive, 2 minutes]:</c>.</summary>
    private static bool IsGoroutine(ReadOnlySpan<byte> line) => line.StartsWith("goroutine "u8) && line.EndsWith("]:"u8);

    /// <summary><c>main.(*Cart).Add(0xc000012345, {0x1, 0x2})</c>, <c>created by main.run in goroutine 1</c>, <c>panic({0x1, 0x2})</c>.</summary>
    private static bool IsCall(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("created by "u8))
        {
            return true;
        }

        var arguments = line.LastIndexOf((byte)'(');
        return arguments > 0 && line[^1] == (byte)')' && line[..arguments].IndexOf((byte)' ') < 0;
    }
}
