using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>Asks something of a field's text; false where there is none.</summary>
internal abstract class TextNode(FieldReference field) : Node
{
    public sealed override bool Matches(Record record)
    {
        var value = field.Read(record);
        if (value.Kind == ValueKind.Text)
        {
            return Test(value.Bytes);
        }

        using var text = new PlainText(value);
        return text.Exists ? Test(text.Bytes) : value.Kind == ValueKind.Null && TestNull();
    }

    protected abstract bool Test(ReadOnlySpan<byte> text);

    protected virtual bool TestNull() => false;
}
