using System.Net;
using System.Text;
using System.Threading.Channels;
using LogOperator.Agent.Configuration;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using LogOperator.TestKit.Cluster;
using LogOperator.TestKit.Network;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Agent.Tests.Configuration;

/// <summary>Against a real API server.</summary>
[Trait("Category", "Integration")]
public sealed class ConfigWatcherTests(ControlPlaneFixture api) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private readonly TempDirectory directory = new();
    private readonly CancellationTokenSource end = new();
    private readonly Channel<AgentConfig> given = Channel.CreateUnbounded<AgentConfig>();
    private readonly CredentialDirectory credentials = new();
    private readonly string ns = $"agents-{Guid.NewGuid():N}";
    private readonly List<Task> loops = [];
    private KubeClient? admin;
    private ConfigApplier applier = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        foreach (var loop in loops)
        {
            await loop.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        admin?.Dispose();
        end.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task An_edit_is_applied_within_seconds()
    {
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline()));
        await PublishAsync("config-2", Some.ShardBytes(Some.Pipeline("bank")));
        Start(Kubeconfig());
        Assert.Equal(["bank/web:1", "shop/web:1"], await NextAsync());

        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline(generation: 2)));
        Assert.Equal(["bank/web:1", "shop/web:2"], await NextAsync());

        await (await AdminAsync()).DeleteAsync(Secret.Resource, ns, "logagent-default-config-2");
        Assert.Equal(["shop/web:2"], await NextAsync());
        Assert.Equal(ConfigOrigin.Api, applier.Applied.Origin);
    }

    [Fact]
    public async Task No_shards_are_a_configuration_too()
    {
        await AdminAsync();
        Start(Kubeconfig());

        Assert.Empty(await NextAsync());
    }

    [Fact]
    public async Task Secrets_of_another_agent_are_not_read()
    {
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline()), agent: "gateway");
        await PublishAsync("config-2", Some.ShardBytes(Some.Pipeline("bank")));
        Start(Kubeconfig());

        Assert.Equal(["bank/web:1"], await NextAsync());
    }

    [Fact]
    public async Task Credentials_arrive_and_change_without_a_swap()
    {
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline()));
        await PublishAsync("shop_kafka_password", Encoding.UTF8.GetBytes("one"), content: "credentials");
        Start(Kubeconfig());
        await NextAsync();
        Assert.Equal("one", Password());

        await PublishAsync("shop_kafka_password", Encoding.UTF8.GetBytes("two"), content: "credentials");
        await Eventually(() => Password() == "two");
        Assert.False(given.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_shard_that_cannot_be_read_keeps_its_last_content_and_is_told()
    {
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline()));
        await PublishAsync("config-2", Some.ShardBytes(Some.Pipeline("bank")));
        Start(Kubeconfig());
        await NextAsync();

        await PublishAsync("config-1", Encoding.UTF8.GetBytes("garbage"));
        await PublishAsync("config-2", Some.ShardBytes(Some.Pipeline("bank", generation: 2)));
        await Eventually(() => applier.Applied.Problems.Count == 1 && applier.Applied.Refusals.Count == 0 && given.Reader.Count > 0);

        IReadOnlyList<string> last = [];
        while (last is not ["bank/web:2", "shop/web:1"])
        {
            last = await NextAsync();
        }

        Assert.StartsWith("config-1: expected gzipped JSON", Assert.Single(applier.Applied.Problems));
    }

    [Fact]
    public async Task A_dropped_connection_is_taken_up_again()
    {
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline()));
        var server = KubeConfig.Load(api.Kubeconfig).Server;
        await using var proxy = new TcpProxy(new DnsEndPoint(server.Host, server.Port));
        Start(Kubeconfig(new Uri($"https://127.0.0.1:{proxy.Port}")));
        await NextAsync();

        proxy.Cut();
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline(generation: 2)));

        Assert.Equal(["shop/web:2"], await NextAsync());
    }

    [Fact]
    public async Task Without_the_API_the_mounted_configuration_serves_until_it_answers()
    {
        await File.WriteAllBytesAsync(directory.File("mounted", "config-1.json.gz"), Some.ShardBytes(Some.Pipeline()));
        await File.WriteAllTextAsync(directory.File("credentials", "shop_kafka_password"), "mounted");
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline(generation: 2)));
        var server = KubeConfig.Load(api.Kubeconfig).Server;
        await using var proxy = new TcpProxy(new DnsEndPoint(server.Host, server.Port));
        proxy.Fault = ProxyFault.Refuse;
        Start(Kubeconfig(new Uri($"https://127.0.0.1:{proxy.Port}")));

        Assert.Equal(["shop/web:1"], await NextAsync());
        await Eventually(() => applier.Applied.Origin == ConfigOrigin.Mounted);
        Assert.Equal("mounted", Password());

        proxy.Fault = ProxyFault.None;
        Assert.Equal(["shop/web:2"], await NextAsync());
        await Eventually(() => applier.Applied.Origin == ConfigOrigin.Api);
    }

    [Fact]
    public async Task Without_the_API_and_mounts_the_last_good_copy_serves()
    {
        await PublishAsync("config-1", Some.ShardBytes(Some.Pipeline(generation: 5)));
        using (var once = new CancellationTokenSource())
        {
            var first = RunAsync(Kubeconfig(), TimeSpan.FromSeconds(5), once.Token);
            Assert.Equal(["shop/web:5"], await NextAsync());
            await Eventually(() => File.Exists(Path.Combine(directory.Path, "last", "config-1.json.gz")));
            await once.CancelAsync();
            await first.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        Start(Kubeconfig(new Uri($"https://127.0.0.1:{FreePort.Take(1)[0]}")));

        Assert.Equal(["shop/web:5"], await NextAsync());
        await Eventually(() => applier.Applied.Origin == ConfigOrigin.LastGood);
    }

    [Fact]
    public async Task Without_an_API_server_at_all_the_start_does_not_wait()
    {
        await File.WriteAllBytesAsync(directory.File("mounted", "config-1.json.gz"), Some.ShardBytes(Some.Pipeline()));
        Start(null, patience: TimeSpan.FromHours(1));

        Assert.Equal(["shop/web:1"], await NextAsync());
    }

    private void Start(KubeConfig? cluster, TimeSpan? patience = null) => loops.Add(RunAsync(cluster, patience ?? TimeSpan.FromSeconds(1), default));

    private Task RunAsync(KubeConfig? cluster, TimeSpan patience, CancellationToken stop)
    {
        var linked = CancellationTokenSource.CreateLinkedTokenSource(end.Token, stop);
        Informer<Secret>? informer = null;
        if (cluster is not null)
        {
            var options = new InformerOptions
            {
                Namespace = ns,
                LabelSelector = $"{ConfigWatcher.AgentLabel}=default",
                Backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)),
            };
            informer = new(new KubeClient(cluster), Secret.Resource, options);
            loops.Add(informer.RunAsync(linked.Token));
        }

        var lastGood = new LastGoodCopy(Path.Combine(directory.Path, "last"), NullLogger.Instance);
        applier = new ConfigApplier(Apply, lastGood, Some.Guard(directory.Path), NullLogger.Instance);
        var mounted = new MountedSecrets(Path.Combine(directory.Path, "mounted"), Path.Combine(directory.Path, "credentials"));
        var watcher = new ConfigWatcher(
            informer, mounted, lastGood, credentials, applier, patience, TimeProvider.System, NullLogger.Instance);
        return watcher.RunAsync(linked.Token);
    }

    private Task<IReadOnlyList<PipelineVerdict>> Apply(AgentConfig config)
    {
        given.Writer.TryWrite(config);
        return Task.FromResult<IReadOnlyList<PipelineVerdict>>([.. config.Pipelines.Select(p => new PipelineVerdict(p.Key, p.Generation, ApplyOutcome.Started))]);
    }

    private async Task<IReadOnlyList<string>> NextAsync()
    {
        var config = await given.Reader.ReadAsync().AsTask().WaitAsync(Soon);
        return [.. config.Pipelines.Select(p => $"{p.Key}:{p.Generation}")];
    }

    private static async Task Eventually(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Soon, "expected the condition to hold in time");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private string? Password() => credentials.TryGet("shop", "kafka", "password", out var value) ? Encoding.UTF8.GetString(value.Span) : null;

    private KubeConfig Kubeconfig(Uri? server = null)
    {
        var config = KubeConfig.Load(api.Kubeconfig);
        return server is null ? config : new KubeConfig
        {
            Server = server,
            TlsServerName = config.TlsServerName ?? config.Server.Host,
            CertificateAuthorities = config.CertificateAuthorities,
            ClientCertificate = config.ClientCertificate,
            Token = config.Token,
        };
    }

    private async Task<KubeClient> AdminAsync()
    {
        if (admin is null)
        {
            admin = new KubeClient(KubeConfig.Load(api.Kubeconfig));
            await admin.CreateAsync(Namespace.Resource, new Namespace { Metadata = new ObjectMeta { Name = ns } });
        }

        return admin;
    }

    private async Task PublishAsync(string key, byte[] data, string agent = "default", string content = "config")
    {
        var secret = new Secret
        {
            Metadata = new ObjectMeta
            {
                Namespace = ns,
                Name = $"logagent-{agent}-{key.Replace('_', '-')}",
                Labels = new Dictionary<string, string> { [ConfigWatcher.AgentLabel] = agent, [ConfigWatcher.ContentLabel] = content },
            },
            Data = new Dictionary<string, byte[]> { [content == "config" ? key + ".json.gz" : key] = data },
        };
        await (await AdminAsync()).ApplyAsync(Secret.Resource, secret, new ApplyOptions("test"));
    }
}
