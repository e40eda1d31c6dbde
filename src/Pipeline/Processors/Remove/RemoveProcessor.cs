using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Remove;

internal sealed class RemoveProcessor(RemoveSpec spec) : IProcessor
{
    public bool Process(Record record) => throw new NotSupportedException(spec.ToString());
}
