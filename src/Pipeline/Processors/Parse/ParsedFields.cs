namespace LogOperator.Pipeline.Processors.Parse;

/// <summary>What a parser found.</summary>
public sealed class ParsedFields
{
}
