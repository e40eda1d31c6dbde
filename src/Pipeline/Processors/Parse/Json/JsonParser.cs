namespace LogOperator.Pipeline.Processors.Parse.Json;

internal sealed class JsonParser : IParser
{
    public bool Parse(ReadOnlySpan<byte> text, ParsedFields fields) => throw new NotSupportedException();
}
