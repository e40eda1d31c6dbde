using LogOperator.Pipeline.Expressions.Nodes;
using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Syntax;

/// <summary>A part of an expression as the parser holds it: something that has a value, or is true or false.</summary>
/// <param name="Position">Where it begins, in characters.</param>
internal abstract record Operand(int Position)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Describe();

    /// <summary>True or false: a comparison, a method, a combination of them.</summary>
    internal sealed record Truth(int Position, Node Node) : Operand(Position)
    {
        public override string Describe() => "a condition";
    }

    /// <summary>A field whose type only the record knows.</summary>
    internal sealed record Field(int Position, FieldReference Reference, string Name) : Operand(Position)
    {
        public override string Describe() => $"the field {Name}";
    }

    /// <summary>The severity.</summary>
    internal sealed record Severity(int Position) : Operand(Position)
    {
        public override string Describe() => "severity";
    }

    /// <summary>One of the bare constants TRACE … FATAL.</summary>
    internal sealed record SeverityConstant(int Position, int Range) : Operand(Position)
    {
        public override string Describe() => $"the severity {SeverityRange.Names[Range - 1]}";
    }

    /// <summary>A string.</summary>
    internal sealed record Text(int Position, string Value) : Operand(Position)
    {
        public override string Describe() => $"the string \"{Value}\"";
    }

    /// <summary>A number.</summary>
    internal sealed record Numeric(int Position, Number Value) : Operand(Position)
    {
        public override string Describe() => "a number";
    }

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    internal sealed record Literal(int Position, ValueKind Kind) : Operand(Position)
    {
        public override string Describe() => Kind switch { ValueKind.True => "true", ValueKind.False => "false", _ => "null" };
    }
}
