using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Keep;

internal sealed class KeepProcessor(KeepSpec spec) : IProcessor
{
    public bool Process(Record record) => throw new NotSupportedException(spec.ToString());
}
