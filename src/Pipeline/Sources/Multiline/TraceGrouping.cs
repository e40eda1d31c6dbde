namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>
/// Recognises stack traces by how their lines begin, without regular expressions. A trace belongs to the line before it, which is
/// the logged message in nearly all cases; so with <c>Java</c>, <c>Python</c>, <c>DotNet</c> and <c>Auto</c> any line may be a record's
/// first, and the last line written waits for the next or for the time-out. <c>Go</c> and <c>Ruby</c> say by the first line that a trace
/// follows: all others go on at once.
/// </summary>
/// <remarks>
/// The cost of a line that belongs to no trace is a look at its first bytes; it stays where it was read. Only the last line of each block
/// that was read is copied, because its successor is not known yet.
/// </remarks>
internal sealed class TraceGrouping(MultilinePreset preset) : ILineGrouping
{
    private readonly bool java = preset is MultilinePreset.Java or MultilinePreset.Auto;
    private readonly bool python = preset is MultilinePreset.Python or MultilinePreset.Auto;
    private readonly bool go = preset is MultilinePreset.Go or MultilinePreset.Auto;
    private readonly bool dotNet = preset is MultilinePreset.DotNet or MultilinePreset.Auto;
    private readonly bool ruby = preset is MultilinePreset.Ruby or MultilinePreset.Auto;
    private readonly bool anyLineLeads = preset is not (MultilinePreset.Go or MultilinePreset.Ruby);

    /// <inheritdoc/>
    public ushort States { get; } = StatesOf(preset);

    /// <inheritdoc/>
    public byte Take(byte state, ReadOnlySpan<byte> line, out bool continues)
    {
        var next = state == ILineGrouping.Nothing ? TraceState.Nothing : Continue((TraceState)state, line);
        continues = next != TraceState.Nothing;
        return (byte)(continues ? next : Begin(line));
    }

    /// <inheritdoc/>
    public bool IsUnfinished(byte state) => (TraceState)state is TraceState.Traceback or TraceState.TracebackLink or TraceState.GoCall;

    private static ushort StatesOf(MultilinePreset preset)
    {
        TraceState[] python = [TraceState.Traceback, TraceState.TracebackEnd, TraceState.TracebackGap, TraceState.TracebackLink, TraceState.ExceptionGroup];
        TraceState[] states = preset switch
        {
            MultilinePreset.Java => [TraceState.Head, TraceState.Trace],
            MultilinePreset.Python => [TraceState.Head, .. python],
            MultilinePreset.Go => [TraceState.Panic, TraceState.Goroutine, TraceState.GoCall, TraceState.GoroutineGap],
            MultilinePreset.DotNet => [TraceState.Head, TraceState.Trace, TraceState.TraceGap, TraceState.ConsoleEntry],
            MultilinePreset.Ruby => [.. python, TraceState.RubyError],
            _ => Enum.GetValues<TraceState>(),
        };
        return (ushort)states.Aggregate(1 << ILineGrouping.Nothing, (mask, state) => mask | (1 << (int)state));
    }

    private TraceState Continue(TraceState state, ReadOnlySpan<byte> line)
    {
        switch (state)
        {
            case TraceState.Head:
                return Follow(line);
            case TraceState.Trace or TraceState.TraceGap or TraceState.ConsoleEntry:
                var next = java ? JavaTrace.Continue(state, line) : TraceState.Nothing;
                return next == TraceState.Nothing && dotNet ? DotNetTrace.Continue(state, line) : next;
            case TraceState.RubyError:
                return RubyTrace.Continue(state, line);
            case TraceState.Panic or TraceState.Goroutine or TraceState.GoCall or TraceState.GoroutineGap:
                return GoTrace.Continue(state, line);
            default:
                return PythonTrace.Continue(state, line);
        }
    }

    /// <summary>What a line begins that follows one of which nothing is known.</summary>
    private TraceState Follow(ReadOnlySpan<byte> line)
    {
        // Most lines begin with a digit, '[' or '{', and no trace does.
        if (line.IsEmpty || line[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'[' or (byte)'{')
        {
            return TraceState.Nothing;
        }

        var next = java ? JavaTrace.Continue(TraceState.Head, line) : TraceState.Nothing;
        if (next == TraceState.Nothing && dotNet)
        {
            next = DotNetTrace.Continue(TraceState.Head, line);
        }

        if (next == TraceState.Nothing && python)
        {
            next = PythonTrace.Continue(TraceState.Head, line);
        }

        if (next == TraceState.Nothing && go)
        {
            next = GoTrace.Continue(TraceState.Head, line);
        }

        return next == TraceState.Nothing && ruby ? RubyTrace.Continue(TraceState.Head, line) : next;
    }

    private TraceState Begin(ReadOnlySpan<byte> line)
    {
        var state = TraceState.Nothing;
        if (python || ruby)
        {
            state = PythonTrace.Begin(line);
        }

        if (state == TraceState.Nothing && go)
        {
            state = GoTrace.Begin(line, search: !anyLineLeads);
        }

        if (state == TraceState.Nothing && dotNet)
        {
            state = DotNetTrace.Begin(line);
        }

        if (state == TraceState.Nothing && java)
        {
            state = JavaTrace.Begin(line);
        }

        if (state == TraceState.Nothing && ruby && !anyLineLeads)
        {
            state = RubyTrace.Begin(line);
        }

        return state == TraceState.Nothing && anyLineLeads ? TraceState.Head : state;
    }
}
