using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Stdout;

namespace LogOperator.Cli.Running;

/// <summary>Puts standard output in the place of all stores.</summary>
internal static class PrintedConfig
{
    /// <summary>The same pipelines with one store, so that a record that goes to several is shown once.</summary>
    public static AgentConfig Of(AgentConfig config)
    {
        var output = new StoreConfig
        {
            Namespace = "",
            Name = "standard-output",
            SecretNamespace = "",
            Spec = new SinkSpec { Stdout = new StdoutSinkSpec(), Batch = new BatchSpec { MaxDelay = new Duration(TimeSpan.FromMilliseconds(50)) } },
        };
        return config with
        {
            Pipelines = [.. config.Pipelines.Select(p => p with { Routes = [.. p.Routes.Select(r => r with { Stores = [output.Key] })] })],
            Stores = [output],
        };
    }
}
