namespace LogOperator.Pipeline.Processors.Parse.Regex;

internal sealed class RegexParser(RegexParserSpec spec) : IParser
{
    public bool Parse(ReadOnlySpan<byte> text, ParsedFields fields) => throw new NotSupportedException(spec.Pattern);
}
