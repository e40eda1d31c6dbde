namespace LogOperator.Pipeline.Expressions.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Text,
    Number,
    Symbol,
}
