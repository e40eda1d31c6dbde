using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Parse;

internal sealed class ParseProcessor(ParseSpec spec) : IProcessor
{
    public bool Process(Record record) => throw new NotSupportedException(spec.ToString());
}
