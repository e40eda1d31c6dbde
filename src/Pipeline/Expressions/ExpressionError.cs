namespace LogOperator.Pipeline.Expressions;

/// <summary>Why a text is not an expression.</summary>
/// <param name="Position">Where, in characters from 0.</param>
/// <param name="Message">What was expected and what was found, without the position.</param>
public sealed record ExpressionError(int Position, string Message)
{
    /// <summary>The message with the position, counted from 1 as editors do.</summary>
    public override string ToString() => $"at column {Position + 1}: {Message}";
}
