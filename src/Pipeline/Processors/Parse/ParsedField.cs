using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Parse;

/// <summary>One field that a parser found, as places in the text.</summary>
internal struct ParsedField
{
    /// <summary>The name where it does not stand in the text.</summary>
    public Constant? Name;
    public int KeyStart;
    public int KeyLength;
    public int ValueStart;
    public int ValueLength;
    public ValueKind Kind;
}
