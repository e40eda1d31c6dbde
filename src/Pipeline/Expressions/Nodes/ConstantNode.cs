using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

internal sealed class ConstantNode(bool value) : Node
{
    public override bool Matches(Record record) => value;
}
