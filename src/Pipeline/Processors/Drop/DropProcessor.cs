using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Drop;

internal sealed class DropProcessor(DropSpec spec) : IProcessor
{
    private readonly Predicate? predicate = spec.If is null ? null : Expression.Compile(spec.If);

    public bool Process(Record record)
    {
        if (predicate is null || predicate.Matches(record))
        {
            record.Fate = Fate.Filtered;
        }

        return true;
    }
}
