namespace LogOperator.Pipeline.Expressions.Nodes;

internal sealed class TextListNode(FieldReference field, byte[][] constants) : TextNode(field)
{
    protected override bool Test(ReadOnlySpan<byte> text)
    {
        foreach (var constant in constants)
        {
            if (text.SequenceEqual(constant))
            {
                return true;
            }
        }

        return false;
    }
}
