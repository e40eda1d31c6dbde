using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Expressions.Nodes;

internal sealed class PatternNode(FieldReference field, IByteMatcher matcher) : TextNode(field)
{
    /// <summary>Name of the engine.</summary>
    public string Engine => matcher.Engine;

    protected override bool Test(ReadOnlySpan<byte> text) => matcher.IsMatch(text);
}
