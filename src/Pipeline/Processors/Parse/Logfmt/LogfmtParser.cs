namespace LogOperator.Pipeline.Processors.Parse.Logfmt;

internal sealed class LogfmtParser : IParser
{
    public bool Parse(ReadOnlySpan<byte> text, ParsedFields fields) => throw new NotSupportedException();
}
