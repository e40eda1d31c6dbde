using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Drop;

internal sealed class DropProcessor(DropSpec spec) : IProcessor
{
    public bool Process(Record record) => throw new NotSupportedException(spec.ToString());
}
