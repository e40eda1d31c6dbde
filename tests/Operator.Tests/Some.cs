using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Blackhole;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.ContainerLogs;
using LogOperator.Pipeline.Sources.NodeFiles;

namespace LogOperator.Operator.Tests;

/// <summary>Objects for tests, with everything that does not matter filled in.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static Verdict Verdict(string kind = "LogPipeline", long generation = 3, params Condition[] conditions) => new()
    {
        Resource = new ResourceId(kind, kind.StartsWith("Cluster", StringComparison.Ordinal) || kind == "LogAgent" ? "" : "shop", "web"),
        Generation = generation,
        Conditions = conditions.Length > 0 ? conditions : [Good("Accepted"), Good("ResolvedRefs")],
    };

    public static Condition Good(string type) => Conditions.Make(type, "True", type);

    public static PipelineConfig Pipeline(string @namespace = "shop", string name = "web", long generation = 3, bool nodeFiles = false, bool paused = false, string source = "web") => new()
    {
        Namespace = @namespace,
        Name = name,
        Generation = generation,
        Paused = paused,
        Sources =
        [
            new SourceConfig
            {
                Name = source,
                Spec = nodeFiles ? new SourceSpec { NodeFiles = new NodeFilesSpec { Paths = ["/var/log/*.log"] } } : new SourceSpec { ContainerLogs = new ContainerLogsSpec() },
            },
        ],
        Stages = [],
        Routes = [new RouteConfig { Name = "all", Stores = [$"{@namespace}/out"] }],
    };

    public static StoreConfig Store(string @namespace = "shop", string name = "out") =>
        new() { Namespace = @namespace, Name = name, SecretNamespace = @namespace, Spec = new SinkSpec { Blackhole = new BlackholeSinkSpec() } };

    public static AgentConfig Config(params PipelineConfig[] pipelines) => new()
    {
        FormatVersion = AgentConfig.CurrentFormatVersion,
        Pipelines = pipelines,
        Stores = [.. pipelines.Select(p => p.Namespace).Distinct().Order(StringComparer.Ordinal).Select(n => Store(n))],
    };

    public static PipelineReport Report(
        long running = 3, long? refused = null, string? because = null, int streams = 2, int pods = 1, BranchState state = BranchState.Flowing, string? detail = null,
        string @namespace = "shop", string name = "web", BranchPace pace = BranchPace.Even, long rate = 0, double lag = 0, long dropped = 0, string? hash = null) => new()
        {
            Namespace = @namespace,
            Name = name,
            RunningGeneration = running,
            RunningHash = hash,
            BytesPerSecond = rate,
            RefusedGeneration = refused,
            RefusedBecause = because,
            Streams = streams,
            Pods = pods,
            Read = new ReadReport { Bytes = 0, Lines = 0, Records = 0, Joined = 0, Stderr = 0 },
            FilteredRecords = 0,
            Dropped = new Dictionary<string, long>(),
            Branches =
            [
                new BranchReport
                {
                    Store = $"{@namespace}/out",
                    State = state,
                    Detail = detail,
                    AcknowledgedRecords = 0,
                    AcknowledgedBytes = 0,
                    PendingRecords = 0,
                    LagBytes = lag > 0 ? 1 << 20 : 0,
                    LagSeconds = lag,
                    Pace = pace,
                    Retries = 0,
                    Dropped = dropped == 0 ? new Dictionary<string, long>() : new Dictionary<string, long> { ["bufferFull"] = dropped },
                },
            ],
        };

    public static AgentView Agent(string node, params PipelineReport[] reports) => new("default", $"logagent-{node}", node, new HostReport { Pipelines = reports });

    public static AgentView Silent(string node) => new("default", $"logagent-{node}", node, null);

    public static Fleet Fleet(params AgentView[] agents) => new(agents, agents.Length, true);
}
