using LogOperator.Pipeline.Expressions.Nodes;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions;

/// <summary>A compiled expression that is true or false of a record. Immutable and safe for concurrent use.</summary>
public sealed class Predicate
{
    private readonly Node root;

    internal Predicate(Node root) => this.root = root;

    /// <summary>Names of the engines that run its <c>matches()</c>, each once, in their order.</summary>
    public IEnumerable<string> Engines => EnginesOf(root).Distinct();

    /// <summary>Whether the expression is true of a record. Allocates nothing and throws nothing, whatever the record holds.</summary>
    public bool Matches(Record record) => root.Matches(record);

    private static IEnumerable<string> EnginesOf(Node node) => node is PatternNode pattern ? [pattern.Engine] : node.Parts.SelectMany(EnginesOf);
}
