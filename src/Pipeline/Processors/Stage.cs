using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors;

/// <summary>The running side of one stage. Used by one thread at a time; its counts may be read from others.</summary>
public sealed class Stage
{
    private readonly IProcessor processor;
    private readonly Predicate? when;
    private readonly bool dropsFailed;
    private long taken;
    private long failed;
    private long filtered;

    /// <summary>Builds the stage of a valid spec.</summary>
    /// <param name="spec">What the user wrote.</param>
    /// <param name="position">Place among the pipeline's stages, from 0; names a stage that has no name, as in <c>2-parse</c>.</param>
    public Stage(StageSpec spec, int position)
    {
        ArgumentNullException.ThrowIfNull(spec);
        processor = spec.Chosen!.Build();
        when = spec.When is null ? null : Expression.Compile(spec.When);
        dropsFailed = spec.OnError == StageFailure.Drop;
        Name = spec.Name ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{position}-{spec.ChosenNames[0]}");
    }

    /// <summary>Name that the user gave it, else one made of its place and verb.</summary>
    public string Name { get; }

    /// <summary>What it did so far.</summary>
    public StageCounts Counts => new(Volatile.Read(ref taken), Volatile.Read(ref failed), Volatile.Read(ref filtered));

    /// <summary>Processes the live records of a batch that the caller owns.</summary>
    public void Process(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (newTaken, newFailed, newFiltered) = (0L, 0L, 0L);
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            if (record.Fate != Fate.Live || (when is not null && !when.Matches(record)))
            {
                continue;
            }

            newTaken++;
            if (!processor.Process(record))
            {
                newFailed++;
                record.Fate = dropsFailed ? Fate.Failed : Fate.Live;
            }
            else if (record.Fate == Fate.Filtered)
            {
                newFiltered++;
            }
        }

        Volatile.Write(ref taken, taken + newTaken);
        Volatile.Write(ref failed, failed + newFailed);
        Volatile.Write(ref filtered, filtered + newFiltered);
    }
}
