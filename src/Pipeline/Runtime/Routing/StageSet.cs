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

    /// <summary>Runs every stage over the batch's live records.</summary>
    public void Process(RecordBatch batch)
    {
        foreach (var stage in stages)
        {
            stage.Process(batch);
        }
    }
}
