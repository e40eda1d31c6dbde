namespace LogOperator.Pipeline.Patterns;

/// <summary>
/// An engine that matches one pattern against bytes of UTF-8, in time linear in their number. Safe for concurrent use. Bytes that are not
/// UTF-8 match only where any character does.
/// </summary>
public interface IByteMatcher
{
    /// <summary>Name of the engine, for <c>explain</c> and status.</summary>
    string Engine { get; }

    /// <summary>Whether the pattern occurs anywhere in the text.</summary>
    bool IsMatch(ReadOnlySpan<byte> text);

    /// <summary>Finds the first occurrence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="groups">Takes where each named group matched, in the order of <see cref="Pattern.Groups"/>; one without a match has a negative start.</param>
    bool TryMatch(ReadOnlySpan<byte> text, Span<GroupSpan> groups);
}
