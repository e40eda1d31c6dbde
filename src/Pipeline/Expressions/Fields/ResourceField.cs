using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Fields;

internal sealed class ResourceField(string key) : FieldReference
{
    public override Value Read(Record record) => record.Batch.Attributes.FindResource(key);
}
