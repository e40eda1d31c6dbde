namespace LogOperator.Pipeline.Expressions;

/// <summary>A compiled name of a field. Immutable and safe for concurrent use.</summary>
public sealed class FieldReference
{
}
