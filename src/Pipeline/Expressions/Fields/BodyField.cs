using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Fields;

internal sealed class BodyField : FieldReference
{
    public static BodyField Instance { get; } = new();

    public override Value Read(Record record) => record.Body;
}
