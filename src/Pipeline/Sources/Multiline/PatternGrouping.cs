using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>
/// Lines that belong together by patterns. With a start alone, whatever does not match it continues; otherwise what continues is said by
/// the continue pattern or, without one, is everything up to the end. What neither starts nor continues a record stands alone.
/// </summary>
internal sealed class PatternGrouping : ILineGrouping
{
    private const byte Open = 1;
    private readonly IByteMatcher? start;
    private readonly IByteMatcher? next;
    private readonly IByteMatcher? end;

    private PatternGrouping(IByteMatcher? start, IByteMatcher? next, IByteMatcher? end) => (this.start, this.next, this.end) = (start, next, end);

    /// <inheritdoc/>
    public ushort States => 1 << ILineGrouping.Nothing | 1 << Open;

    /// <summary>Compiles patterns that were validated; null for those that are not given.</summary>
    public static PatternGrouping Of(string? start, string? next, string? end) => new(Compile(start), Compile(next), Compile(end));

    /// <inheritdoc/>
    public byte Take(byte state, ReadOnlySpan<byte> line, out bool continues)
    {
        var starts = start?.IsMatch(line);
        continues = false;
        if (state == ILineGrouping.Nothing || starts == true)
        {
            var canStart = starts ?? true;
            var onlyStart = next is null && end is null;
            return (canStart || onlyStart) && end?.IsMatch(line) != true ? Open : ILineGrouping.Nothing;
        }

        if (end?.IsMatch(line) == true)
        {
            continues = true;
            return ILineGrouping.Ended;
        }

        continues = next is null || next.IsMatch(line);
        return continues || start is null ? Open : ILineGrouping.Nothing;
    }

    /// <inheritdoc/>
    public bool IsUnfinished(byte state) => end is not null;

    private static IByteMatcher? Compile(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Pattern.TryCompile(text, out var pattern, out var error)
            ? pattern.Matcher
            : throw new ArgumentException($"expected a valid pattern, found {text}: {error}", nameof(text));
    }
}
