using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

internal sealed class NotNode(Node inner) : Node
{
    public override IEnumerable<Node> Parts => [inner];

    public override bool Matches(Record record) => !inner.Matches(record);
}
