namespace LogOperator.Pipeline.Expressions;

/// <summary>A compiled expression that is true or false of a record. Immutable and safe for concurrent use.</summary>
public sealed class Predicate
{
    /// <summary>Whether the expression is true of a record. Allocates nothing and throws nothing, whatever the record holds.</summary>
    public bool Matches(Records.Record record) => throw new NotSupportedException();
}
