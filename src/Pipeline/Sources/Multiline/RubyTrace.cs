namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>Traces as Ruby writes them: the innermost place with the message first, then <c>from …</c>.</summary>
internal static class RubyTrace
{
    public static TraceState Begin(ReadOnlySpan<byte> line) => IsPlace(line) ? TraceState.RubyError : TraceState.Nothing;

    public static TraceState Continue(TraceState state, ReadOnlySpan<byte> line)
    {
        if (TraceText.IsIndented(line) && state is TraceState.Head or TraceState.RubyError)
        {
            var text = TraceText.Unindent(line);
            return text.StartsWith("from "u8) || IsPlace(text) || (state == TraceState.RubyError && text.StartsWith("... "u8))
                ? TraceState.RubyError : TraceState.Nothing;
        }

        // The cause of an exception follows it without indentation.
        return state == TraceState.RubyError && IsPlace(line) ? TraceState.RubyError : TraceState.Nothing;
    }

    /// <summary><c>app/cart.rb:12:in `add'</c>, since Ruby 3.4 <c>app/cart.rb:12:in 'Cart#add'</c>.</summary>
    private static bool IsPlace(ReadOnlySpan<byte> line) => line.IndexOf(":in `"u8) > 0 || line.IndexOf(":in '"u8) > 0;
}
