using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Rename;

internal sealed class RenameProcessor(RenameSpec spec) : IProcessor
{
    public bool Process(Record record) => throw new NotSupportedException(spec.ToString());
}
