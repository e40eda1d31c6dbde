namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>Compares a field's text with a constant, byte by byte.</summary>
internal sealed class TextComparisonNode(FieldReference field, Comparison comparison, byte[] constant) : TextNode(field)
{
    protected override bool Test(ReadOnlySpan<byte> text) => comparison switch
    {
        Comparison.Equal => text.SequenceEqual(constant),
        Comparison.NotEqual => !text.SequenceEqual(constant),
        _ => comparison.Holds(text.SequenceCompareTo(constant)),
    };

    protected override bool TestNull() => comparison == Comparison.NotEqual;
}
