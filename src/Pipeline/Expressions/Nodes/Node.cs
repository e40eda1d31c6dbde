using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>A part of a compiled expression that is true or false of a record.</summary>
internal abstract class Node
{
    public abstract bool Matches(Record record);

    /// <summary>The parts of which it is made; for explanations only.</summary>
    public virtual IEnumerable<Node> Parts => [];
}
