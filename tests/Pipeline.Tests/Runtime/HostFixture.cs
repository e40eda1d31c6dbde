using System.Text.Json;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>A node in a directory of its own, and hosts that run on it one after the other as an agent's restarts do.</summary>
internal sealed class HostFixture : IAsyncDisposable
{
    private readonly TempDirectory directory = new();
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    /// <summary>The hosts' clock.</summary>
    public ShiftedTimeProvider Time { get; init; } = new();

    /// <summary>Where the node's files lie.</summary>
    public string Root => Directory.CreateDirectory(Path.Combine(directory.Path, "root")).FullName;

    /// <summary>The hosts' state directory.</summary>
    public string State => Path.Combine(directory.Path, "state");

    /// <summary>Where files are linked that go before they were read; null for nowhere.</summary>
    public string? Retention { get; set; }

    /// <summary>Bytes that links may hold back; null for the default.</summary>
    public long? Quota { get; set; }

    /// <summary>Mounts that may cease to answer.</summary>
    public IReadOnlyList<string>? RemoteMounts { get; set; }

    /// <summary>Opens the node's files.</summary>
    public FileOpener? Opener { get; set; }

    /// <summary>Where hosts tell what they notice.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>What the host that ended last reported in the end.</summary>
    public HostReport? Last { get; private set; }

    /// <summary>The host that runs now.</summary>
    public PipelineHost? Host { get; private set; }

    public static SinkSpec Sink(string json) => JsonSerializer.Deserialize(json, PipelineJson.Default.SinkSpec)!;

    public static StageSpec Stage(string json) => JsonSerializer.Deserialize(json, PipelineJson.Default.StageSpec)!;

    public static SourceConfig ContainerLogs(string json = """{"containerLogs": {}}""") => new()
    {
        Name = "web",
        Spec = JsonSerializer.Deserialize(json, PipelineJson.Default.SourceSpec)!,
        Namespaces = ["shop"],
    };

    public static SourceConfig NodeFiles(string path) => new()
    {
        Name = "web",
        Spec = JsonSerializer.Deserialize($$$"""{"nodeFiles": {"paths": ["{{{path}}}"]}}""", PipelineJson.Default.SourceSpec)!,
    };

    /// <summary>A configuration of one pipeline that delivers everything to all of some stores.</summary>
    public static AgentConfig Config(IReadOnlyList<StoreConfig> stores, IReadOnlyList<StageSpec>? stages = null, SourceConfig? source = null, long generation = 1) => new()
    {
        FormatVersion = 1,
        Pipelines =
        [
            new PipelineConfig
            {
                Namespace = "shop",
                Name = "web",
                Generation = generation,
                Sources = [source ?? ContainerLogs()],
                Stages = stages ?? [],
                Routes = [new RouteConfig { Name = "all", Stores = [.. stores.Select(s => s.Key)] }],
            },
        ],
        Stores = stores,
    };

    /// <summary>The same pipeline with a queue that one block fills.</summary>
    public static AgentConfig WithSmallQueue(AgentConfig config) =>
        config with { Pipelines = [config.Pipelines[0] with { Delivery = new DeliverySpec { Buffer = new BufferSpec { Memory = new ByteSize(64 * 1024) } } }] };

    /// <summary>A file store that is sent to without waiting.</summary>
    public StoreConfig FileStore(string name = "file", int delay = 10) =>
        Store(name, $$$"""{"file": {"path": "{{{PathOf(name)}}}"}, "batch": {"maxDelay": "{{{delay}}}ms"}, "retry": {"initial": "10ms", "max": "50ms"}}""");

    public static StoreConfig HttpStore(Uri address, string name = "http") =>
        Store(name, $$$"""{"http": {"url": "{{{address}}}"}, "batch": {"maxDelay": "10ms"}, "retry": {"initial": "10ms", "max": "50ms"}}""");

    public static StoreConfig Store(string name, string json) => new() { Namespace = "shop", Name = name, SecretNamespace = "shop", Spec = Sink(json) };

    /// <summary>Bodies of the records in a file store, in order.</summary>
    public IReadOnlyList<string> Bodies(string name = "file") => [.. Records(name).Select(r => r.GetProperty("body").ToString())];

    /// <summary>Records in a file store, in order.</summary>
    public IReadOnlyList<JsonElement> Records(string name = "file")
    {
        if (!File.Exists(PathOf(name)))
        {
            return [];
        }

        // What stands behind the last newline is being written.
        var text = File.ReadAllText(PathOf(name));
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    public string PathOf(string name) => Path.Combine(directory.Path, $"{name}.ndjson");

    /// <summary>Starts a host with the same state directory as the one before.</summary>
    public async Task<PipelineHost> StartAsync(AgentConfig config, bool once = false)
    {
        stop = new CancellationTokenSource();
        var options = new HostOptions
        {
            Root = Root,
            StateDirectory = State,
            NodeName = "node-1",
            AutoStartsAtBeginning = true,
            Once = once,
            StopTimeout = TimeSpan.FromSeconds(2),
            RetentionDirectory = Retention,
            RetentionQuota = Quota,
            RemoteMounts = RemoteMounts,
            Opener = Opener,
        };
        Host = new PipelineHost(options, new NoPods(), new NoCredentials(), Time, Logger);
        await Host.ApplyAsync(config);
        running = Task.Run(() => Host.RunAsync(stop.Token));
        return Host;
    }

    /// <summary>Runs a host until everything there is delivered.</summary>
    public async Task<PipelineReport> RunOnceAsync(AgentConfig config)
    {
        var host = await StartAsync(config, once: true);
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        var report = host.Report().Pipelines.Single();
        await StopAsync();
        return report;
    }

    /// <summary>Stops the host as SIGTERM does.</summary>
    public async Task StopAsync()
    {
        if (Host is not null)
        {
            LedgerOracle.AssertCloses(Host.Report(int.MaxValue));
            await stop.CancelAsync();
            await running;
            Last = Host.Report(int.MaxValue);
            LedgerOracle.AssertCloses(Last);
            await Host.DisposeAsync();
            Host = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What a test leaves running has to close too.
        await StopAsync();
        directory.Dispose();
    }

    private sealed class NoPods : IPodDirectory
    {
        public long Version => 0;

        public PodInfo? Find(string @namespace, string name, string uid) => null;
    }

    private sealed class NoCredentials : ICredentials
    {
        public bool TryGet(string @namespace, string secret, string key, out ReadOnlyMemory<byte> value)
        {
            value = default;
            return false;
        }
    }
}
