using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

internal sealed class HasNode(FieldReference field) : Node
{
    public override bool Matches(Record record) => !field.Read(record).IsAbsent;
}
