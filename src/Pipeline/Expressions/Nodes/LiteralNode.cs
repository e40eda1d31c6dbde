using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>Compares a field with <c>true</c>, <c>false</c> or <c>null</c>. For the first two, the same word as text counts too.</summary>
internal sealed class LiteralNode(FieldReference field, ValueKind literal, bool equal) : Node
{
    public override bool Matches(Record record)
    {
        var value = field.Read(record);
        if (value.IsAbsent)
        {
            return false;
        }

        var same = value.Kind == literal || (value.Kind == ValueKind.Text && literal switch
        {
            ValueKind.True => value.Bytes.SequenceEqual("true"u8),
            ValueKind.False => value.Bytes.SequenceEqual("false"u8),
            _ => false,
        });
        return same == equal;
    }
}
