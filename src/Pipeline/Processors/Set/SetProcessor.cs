using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Set;

internal sealed class SetProcessor(SetSpec spec) : IProcessor
{
    public bool Process(Record record) => throw new NotSupportedException(spec.ToString());
}
