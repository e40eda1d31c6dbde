using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

internal sealed class OrNode(Node[] parts) : Node
{
    public override IEnumerable<Node> Parts => parts;

    public override bool Matches(Record record)
    {
        foreach (var part in parts)
        {
            if (part.Matches(record))
            {
                return true;
            }
        }

        return false;
    }
}
