using LogOperator.Agent.Configuration;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Blackhole;
using LogOperator.Pipeline.Sinks.File;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.ContainerLogs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Agent.Tests;

/// <summary>Makes configurations as the compiler would.</summary>
internal static class Some
{
    public static PipelineConfig Pipeline(string ns = "shop", string name = "web", long generation = 1, string? store = null, string? when = null) => new()
    {
        Namespace = ns,
        Name = name,
        Generation = generation,
        Sources = [Source(ns)],
        Stages = when is null ? [] : [new StageSpec { When = when }],
        Routes = [new RouteConfig { Name = "all", Stores = [store ?? $"{ns}/out"] }],
    };

    public static SourceConfig Source(string ns = "shop") =>
        new() { Name = "inline", Spec = new SourceSpec { ContainerLogs = new ContainerLogsSpec() }, Namespaces = ns.Length == 0 ? null : [ns] };

    public static StoreConfig Store(string ns = "shop", string name = "out") =>
        new() { Namespace = ns, Name = name, SecretNamespace = ns, Spec = new SinkSpec { Blackhole = new BlackholeSinkSpec() } };

    public static StoreConfig FileStore(string path, string ns = "shop", string name = "out") =>
        new() { Namespace = ns, Name = name, SecretNamespace = ns, Spec = new SinkSpec { File = new FileSinkSpec { Path = path } } };

    public static AgentConfig Config(params IReadOnlyList<PipelineConfig> pipelines) => new()
    {
        FormatVersion = AgentConfig.CurrentFormatVersion,
        Pipelines = pipelines,
        Stores = [.. pipelines.SelectMany(p => p.NeededStores).Distinct().Select(k => Store(k.Split('/')[0], k.Split('/')[1]))],
    };

    /// <summary>A guard that holds nothing back: no run was before this one.</summary>
    public static CrashGuard Guard(string state) =>
        new(state, Copy(state, "config"), Copy(state, "proven"), TimeProvider.System, NullLogger.Instance);

    /// <summary>A copy of a configuration in a state directory.</summary>
    public static LastGoodCopy Copy(string state, string name) => new(Path.Combine(state, name), NullLogger.Instance);

    public static byte[] ShardBytes(params IReadOnlyList<PipelineConfig> pipelines) => ShardEncoder.Encode(Config(pipelines));

    public static Shard Shard(string name, params IReadOnlyList<PipelineConfig> pipelines) =>
        ShardDecoder.Decode(name, ShardBytes(pipelines), out var problem) ?? throw new InvalidOperationException(problem);
}
