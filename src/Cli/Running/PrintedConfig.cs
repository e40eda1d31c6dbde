using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Stdout;

namespace LogOperator.Cli.Running;

/// <summary>Replaces every store by standard output.</summary>
internal static class PrintedConfig
{
    /// <summary>The same pipelines, with every store showing its records.</summary>
    public static AgentConfig Of(AgentConfig config) => config with
    {
        Stores = [.. config.Stores.Select(s => s with { Spec = new SinkSpec { Stdout = new StdoutSinkSpec(), Batch = new BatchSpec { MaxDelay = new Duration(TimeSpan.FromMilliseconds(50)) } } })],
    };
}
