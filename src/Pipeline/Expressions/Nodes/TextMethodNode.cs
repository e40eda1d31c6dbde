namespace LogOperator.Pipeline.Expressions.Nodes;

internal sealed class TextMethodNode(FieldReference field, TextMethod method, byte[] constant) : TextNode(field)
{
    protected override bool Test(ReadOnlySpan<byte> text) => method switch
    {
        TextMethod.StartsWith => text.StartsWith(constant),
        TextMethod.EndsWith => text.EndsWith(constant),
        _ => text.IndexOf(constant) >= 0,
    };
}
