using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions;

/// <summary>A compiled name of a field. Immutable and safe for concurrent use.</summary>
public abstract class FieldReference
{
    private protected FieldReference()
    {
    }

    /// <summary>The field's value; absent if the record does not have it.</summary>
    public abstract Value Read(Record record);
}
