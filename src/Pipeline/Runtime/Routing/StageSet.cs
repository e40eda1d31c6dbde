using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Runtime.Routing;

/// <summary>A pipeline's stages and routes with their scratch memory: used by one thread at a time, many sets for many threads.</summary>
internal sealed class StageSet
{
    private readonly Stage[] stages;

    /// <summary>Builds the stages and compiles the routes.</summary>
    /// <exception cref="ArgumentException">Something does not compile; validation says so first.</exception>
    public StageSet(PipelineConfig config, IReadOnlyList<string> stores)
    {
        stages = [.. config.Stages.Select((spec, position) => new Stage(spec, position))];
        Router = new Router(config.Routes, stores);
    }

    /// <summary>The routes.</summary>
    public Router Router { get; }

    /// <summary>Names of the stages, in their order.</summary>
    public IEnumerable<string> Names => stages.Select(s => s.Name);

    /// <summary>Runs every stage over the batch's live records.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="counters">Gets how many records each stage could not process; null where they were counted before.</param>
    public void Process(RecordBatch batch, PipelineCounters? counters)
    {
        foreach (var stage in stages)
        {
            var before = stage.Counts.Failed;
            stage.Process(batch);
            if (stage.Counts.Failed - before is > 0 and var failed)
            {
                counters?.StageFailed(stage.Name, failed);
            }
        }
    }
}
