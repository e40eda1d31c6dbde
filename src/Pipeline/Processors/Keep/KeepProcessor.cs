using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Keep;

internal sealed class KeepProcessor(KeepSpec spec) : IProcessor
{
    private readonly Predicate predicate = Expression.Compile(spec.If);

    public bool Process(Record record)
    {
        if (!predicate.Matches(record))
        {
            record.Fate = Fate.Filtered;
        }

        return true;
    }
}
