using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>Compares two fields: as numbers if one of them is a number and the other can be read as one, else as text.</summary>
internal sealed class FieldComparisonNode(FieldReference left, Comparison comparison, FieldReference right) : Node
{
    public override bool Matches(Record record)
    {
        var a = left.Read(record);
        var b = right.Read(record);
        if (a.IsAbsent || b.IsAbsent)
        {
            return false;
        }

        if ((a.Kind == ValueKind.Number || b.Kind == ValueKind.Number) && NumberNode.TryRead(a, out var x) && NumberNode.TryRead(b, out var y))
        {
            return comparison.Holds(x.CompareTo(y));
        }

        using var first = new PlainText(a);
        using var second = new PlainText(b);
        if (first.Exists && second.Exists)
        {
            return comparison.Holds(first.Bytes.SequenceCompareTo(second.Bytes));
        }

        // At least one is null: equal only to another null, and without order.
        return comparison switch
        {
            Comparison.Equal => first.Exists == second.Exists,
            Comparison.NotEqual => first.Exists != second.Exists,
            _ => false,
        };
    }
}
