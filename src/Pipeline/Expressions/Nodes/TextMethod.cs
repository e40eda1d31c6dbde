namespace LogOperator.Pipeline.Expressions.Nodes;

internal enum TextMethod
{
    StartsWith,
    EndsWith,
    Contains,
}
