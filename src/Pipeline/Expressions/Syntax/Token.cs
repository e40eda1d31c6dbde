namespace LogOperator.Pipeline.Expressions.Syntax;

/// <summary>One word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it begins, in characters.</param>
/// <param name="Source">As it stands in the expression.</param>
/// <param name="Text">The value of a text literal; else the same as <paramref name="Source"/>.</param>
internal readonly record struct Token(TokenKind Kind, int Position, string Source, string Text)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Source == symbol;

    /// <summary>How a message names it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the string {Source}",
        TokenKind.Number => $"the number {Source}",
        _ => $"'{Source}'",
    };
}
