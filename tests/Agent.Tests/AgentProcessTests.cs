using System.Diagnostics;
using System.Text.Json;
using LogOperator.Agent.Configuration;
using LogOperator.Agent.Options;
using LogOperator.Agent.Tests.Telemetry;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Drop;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;
using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.TestKit;
using LogOperator.TestKit.Cluster;
using LogOperator.TestKit.Parts;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Agent.Tests;

/// <summary>The whole agent: a real API server, real files, real stores.</summary>
[Trait("Category", "Integration")]
public sealed class AgentProcessTests(ControlPlaneFixture api) : IDisposable
{
    private readonly TempDirectory directory = new();

    private string Out => Path.Combine(directory.Path, "files", "shop", "out", "out.ndjson");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Records_of_a_pod_reach_the_store_and_an_edit_takes_effect_without_a_restart()
    {
        using var admin = new KubeClient(KubeConfig.Load(api.Kubeconfig));
        var node = $"node-{Guid.NewGuid():N}";
        var shop = await CreatePodAsync(admin, node);
        await PublishAsync(admin, Config(Some.Pipeline()));
        Log(shop, 0, 10);
        await using var agent = new AgentProcess(Options(node), KubeConfig.Load(api.Kubeconfig), TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        var running = agent.RunAsync(stop.Token);
        await Eventually.Holds(() => Arrived().Count == 10, "records of the first form");
        var resource = JsonDocument.Parse(File.ReadLines(Out).First()).RootElement.GetProperty("resource");
        Assert.Equal(("web", node), (resource.GetProperty("k8s.pod.label.app").GetString(), resource.GetProperty("k8s.node.name").GetString()));

        await PublishAsync(admin, Config(Some.Pipeline(generation: 2) with
        {
            Stages = [new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }, new StageSpec { Drop = new DropSpec { If = "attributes.n < 15" } }],
        }));
        using var client = new HttpClient { BaseAddress = agent.Server.AdminAddress };
        await Eventually.Holds(() => Metric(client, "logagent_pipeline_running_generation{pipeline=\"shop/web\"}") == 2, "the second generation runs");
        Log(shop, 10, 10);
        await Eventually.Holds(() => Arrived().Count >= 15, "records of the second form");

        Assert.Equal([.. Enumerable.Range(0, 10), .. Enumerable.Range(15, 5)], Arrived());
        Assert.Equal(5, Metric(client, "logagent_filtered_records_total{pipeline=\"shop/web\"}"));
        Assert.Equal("ok\n", await client.GetStringAsync(new Uri("readyz", UriKind.Relative)));
        await stop.CancelAsync();
        Assert.True(await running);
    }

    [Fact]
    public async Task A_restart_without_the_API_goes_on_where_it_was()
    {
        await MountAsync(Some.Pipeline());
        Log("shop_web-0_1", 0, 10);
        await RunUntilAsync(10);
        Log("shop_web-0_1", 10, 10);
        await RunUntilAsync(20);

        Assert.Equal(Enumerable.Range(0, 20), Arrived());
    }

    [Fact]
    public async Task A_pipeline_with_which_the_agent_is_killed_three_times_is_held_back_and_the_others_run()
    {
        Some.Copy(Path.Combine(directory.Path, "state"), "proven").Save(new Dictionary<string, AgentConfig> { ["config-1"] = Config(Some.Pipeline()) });
        await MountAsync(Some.Pipeline(), Some.Pipeline(name: "new"));
        Log("shop_web-0_1", 0, 10);
        for (var kill = 0; kill < 3; kill++)
        {
            using var killed = StartProgram();
            Log("shop_web-0_1", 10 + (kill * 10), 10);
            await Eventually.Holds(() => Arrived().Count(n => n >= 10 + (kill * 10)) >= 20, "records of the run that is killed");
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var program = StartProgram();
        Log("shop_web-0_1", 40, 10);
        await Eventually.Holds(() => Arrived().Count(n => n >= 40) >= 10, "records of the last run");
        program.Kill();
        var told = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(10, Arrived().Count(n => n >= 40));
        Assert.Contains("held back is what is new in shop/new", told, StringComparison.Ordinal);
        Assert.Contains("pipeline shop/new generation 1 is refused", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "expected one of the flags below", "--no-such-flag")]
    [InlineData(1, "cannot start: ", "--state-dir", "/proc/nothing", "--log-format=text")]
    public async Task The_program_says_why_it_does_not_start(int code, string expected, params string[] args)
    {
        var run = await Command.RunAsync("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "logagent.dll"), .. args, .. code == 2 ? Array.Empty<string>() : ["--admin-port=0"]]);

        Assert.Equal(code, run.ExitCode);
        Assert.Contains(expected, run.Output + run.Error, StringComparison.OrdinalIgnoreCase);
    }

    private async Task RunUntilAsync(int records)
    {
        await using var agent = new AgentProcess(Options("node-1"), null, TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        var running = agent.RunAsync(stop.Token);
        await Eventually.Holds(() => Arrived().Count >= records, "records");
        await stop.CancelAsync();
        Assert.True(await running);
    }

    private Process StartProgram() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "logagent.dll"), "--admin-port=0", "--log-format=text", $"--state-dir={Path.Combine(directory.Path, "state")}",
            $"--file-root={Path.Combine(directory.Path, "files")}", $"--root={Path.Combine(directory.Path, "root")}", $"--config-dir={Path.Combine(directory.Path, "mounted")}",
        ])
    { RedirectStandardOutput = true })!;

    private async Task MountAsync(params IReadOnlyList<PipelineConfig> pipelines)
    {
        Directory.CreateDirectory(Path.Combine(directory.Path, "mounted"));
        var config = Config(pipelines[0]);
        config = config with { Pipelines = [.. pipelines.Select(p => Config(p).Pipelines[0])] };
        await File.WriteAllBytesAsync(Path.Combine(directory.Path, "mounted", "config-1.json.gz"), ShardEncoder.Encode(config));
    }

    private AgentOptions Options(string node) => new()
    {
        NodeName = node,
        TenantEndpoints = new EndpointGuard([], []),
        AgentName = "default",
        ConfigNamespace = "agents",
        AdminPort = 0,
        StatusPort = 0,
        StateDirectory = Path.Combine(directory.Path, "state"),
        FileRoot = Path.Combine(directory.Path, "files"),
        Root = Path.Combine(directory.Path, "root"),
        ConfigDirectory = Path.Combine(directory.Path, "mounted"),
        BufferMemory = 64 << 20,
        StopTimeout = TimeSpan.FromSeconds(5),
        JsonLogs = true,
    };

    private static AgentConfig Config(PipelineConfig pipeline)
    {
        var source = pipeline.Sources[0];
        var stages = pipeline.Stages.Count > 0 ? pipeline.Stages : [new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }];
        return Some.Config(pipeline with
        {
            Sources = [source with { Spec = source.Spec with { StartAt = Pipeline.Sources.StartAt.Beginning } }],
            Stages = stages,
        }) with
        { Stores = [Some.FileStore("out.ndjson")] };
    }

    private void Log(string pod, int from, int count)
    {
        var file = directory.File("root", "var", "log", "pods", pod, "app", "0.log");
        File.AppendAllLines(file, Enumerable.Range(from, count).Select(i => $$"""2026-01-02T03:04:05.000000006Z stdout F {"msg":"line","n":{{i}}}"""));
    }

    private List<int> Arrived() => File.Exists(Out)
        ? [.. File.ReadAllText(Out).Split('\n')[..^1].Select(l => JsonDocument.Parse(l).RootElement.GetProperty("attributes").GetProperty("n").GetInt32())]
        : [];

    private static double? Metric(HttpClient client, string name)
    {
        var text = client.GetStringAsync(new Uri("metrics", UriKind.Relative)).GetAwaiter().GetResult();
        return PrometheusText.Parse(text).TryGetValue(name, out var value) ? value : null;
    }

    private static async Task PublishAsync(KubeClient admin, AgentConfig config)
    {
        await admin.ApplyAsync(Namespace.Resource, new Namespace { Metadata = new ObjectMeta { Name = "agents" } }, new ApplyOptions("test"));
        await admin.ApplyAsync(
            Secret.Resource,
            new Secret
            {
                Metadata = new ObjectMeta
                {
                    Namespace = "agents",
                    Name = "logagent-default-config-1",
                    Labels = new Dictionary<string, string> { [ConfigWatcher.AgentLabel] = "default", [ConfigWatcher.ContentLabel] = "config" },
                },
                Data = new Dictionary<string, byte[]> { ["config-1.json.gz"] = ShardEncoder.Encode(config) },
            },
            new ApplyOptions("test"));
    }

    private static async Task<string> CreatePodAsync(KubeClient admin, string node)
    {
        await admin.ApplyAsync(Namespace.Resource, new Namespace { Metadata = new ObjectMeta { Name = "shop" } }, new ApplyOptions("test"));
        await admin.ApplyAsync(ServiceAccount.Resource, new ServiceAccount { Metadata = new ObjectMeta { Namespace = "shop", Name = "default" } }, new ApplyOptions("test"));
        var pod = await admin.CreateAsync(Pod.Resource, new Pod
        {
            Metadata = new ObjectMeta { Namespace = "shop", Name = "web-0", Labels = new Dictionary<string, string> { ["app"] = "web" } },
            Spec = new PodSpec { NodeName = node, AutomountServiceAccountToken = false, Containers = [new Container { Name = "app", Image = "none" }] },
        });
        return $"shop_web-0_{pod.Metadata.Uid}";
    }
}
