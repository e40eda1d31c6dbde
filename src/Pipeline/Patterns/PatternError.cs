namespace LogOperator.Pipeline.Patterns;

/// <summary>Why a text is not a pattern.</summary>
/// <param name="Position">Where, in characters from 0; −1 for the pattern as a whole.</param>
/// <param name="Message">What was expected and what was found.</param>
public sealed record PatternError(int Position, string Message)
{
    /// <summary>The message with the position, counted from 1 as editors do.</summary>
    public override string ToString() => Position < 0 ? Message : $"at column {Position + 1}: {Message}";
}
