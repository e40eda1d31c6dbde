using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>Compares the severity.</summary>
/// <param name="ranges">One bit for each range (1 TRACE to 6 FATAL) for which it is true. That of range 0, not known, is never set.</param>
internal sealed class SeverityNode(int ranges) : Node
{
    public override bool Matches(Record record) => ((ranges >> SeverityRange.Of(record.SeverityNumber)) & 1) != 0;

    /// <summary>The ranges for which a comparison with one of them is true.</summary>
    public static int Ranges(Comparison comparison, int range)
    {
        var ranges = 0;
        for (var i = 1; i <= SeverityRange.Names.Length; i++)
        {
            ranges |= comparison.Holds(i - range) ? 1 << i : 0;
        }

        return ranges;
    }
}
