using System.Net;
using System.Text.Json.Nodes;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Publishing;
using LogOperator.Operator.Resources;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.TestKit;
using LogOperator.TestKit.Cluster;
using Microsoft.AspNetCore.Builder;

namespace LogOperator.Operator.Tests.Cluster;

/// <summary>An installation for one test: the manifests of config/default, and as many replicas as wanted, with the rights that the manifests give and no others.</summary>
internal sealed class OperatorBed : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<ControlPlaneFixture, KubeConfig> Installed = [];
    private readonly ControlPlaneFixture cluster;
    private readonly KubeConfig config;
    private readonly List<WebApplication> replicas = [];

    private OperatorBed(ControlPlaneFixture cluster, KubeClient admin, KubeConfig config)
    {
        this.cluster = cluster;
        Client = admin;
        this.config = config;
    }

    /// <summary>A client with all rights.</summary>
    public KubeClient Client { get; }

    public static async Task<OperatorBed> InstallAsync(ControlPlaneFixture cluster)
    {
        var admin = KubeConfig.Load(cluster.Kubeconfig);
        if (!Installed.TryGetValue(cluster, out var config))
        {
            await cluster.KubectlAsync(["apply", "--server-side", "-k", RepositoryRoot.File("config", "default")]);
            await cluster.KubectlAsync(["wait", "--for=condition=Established", "crd", "--selector=app.kubernetes.io/part-of=log-operator", "--timeout=60s"]);
            await cluster.ApplyAsync("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
            var token = (await cluster.KubectlAsync(["create", "token", "log-operator", "--namespace=log-operator", "--duration=1h"])).Trim();
            config = new KubeConfig { Server = admin.Server, CertificateAuthorities = admin.CertificateAuthorities, Token = token };
            Installed[cluster] = config;
        }

        return new OperatorBed(cluster, new KubeClient(admin), config);
    }

    /// <summary>Starts a replica, under the operator's own service account.</summary>
    public async Task<WebApplication> StartAsync(string name = "operator-a", int agentStatusPort = 9601)
    {
        var options = new OperatorOptions
        {
            PodName = name,
            Namespace = "log-operator",
            AgentNamespace = "log-operator-agents",
            AgentImage = "localhost/log-operator/agent:dev",
            HealthPort = 0,
            AgentStatusPort = agentStatusPort,

            // The tests' broker listens on loopback only.
            TenantEndpoints = new EndpointGuard([], [IPNetwork.Parse("127.0.0.0/8")]),
            SecretRefresh = TimeSpan.FromSeconds(1),
            Resync = TimeSpan.FromSeconds(1),
            LeaseDuration = TimeSpan.FromSeconds(3),
            TopicDeletionPatience = TimeSpan.FromSeconds(5),
        };
        var app = Program.Build(options, this.config, []);
        await app.StartAsync();
        replicas.Add(app);
        return app;
    }

    /// <summary>Stops a replica in an orderly way.</summary>
    public async Task StopAsync(WebApplication replica)
    {
        replicas.Remove(replica);
        await replica.StopAsync();
        await replica.DisposeAsync();
    }

    public Task<string> ApplyAsync(string yaml) => this.cluster.ApplyAsync(yaml);

    public Task<string> KubectlAsync(params string[] arguments) => this.cluster.KubectlAsync(arguments);

    public Task<string> KubectlInAsync(string input, params string[] arguments) => this.cluster.KubectlAsync(arguments, input);

    public Task<LogPipeline?> PipelineAsync(string name = "web") => Client.FindAsync(LogPipeline.Resource, "shop", name);

    public Task<LogStore?> StoreAsync(string name) => Client.FindAsync(LogStore.Resource, "shop", name);

    /// <summary>What agents of a LogAgent get.</summary>
    public async Task<AgentConfig> PublishedAsync(string agent = "default")
    {
        var shards = new List<AgentConfig>();
        for (var shard = 0; shard < AgentConfigShards.Count; shard++)
        {
            if (await Client.FindAsync(Secret.Resource, "log-operator-agents", Names.ConfigSecret(agent, shard)) is { } secret)
            {
                shards.Add(ConfigCodec.TryDecode(secret.Data![Names.ConfigKey(shard)], out _, out _)!);
            }
        }

        return AgentConfigShards.Merge(shards);
    }

    /// <summary>Looks until something is as it should be; fails with what was seen last.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> asItShouldBe)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            var seen = await look();
            if (asItShouldBe(seen))
            {
                return seen;
            }

            if (patience.IsCancellationRequested)
            {
                Assert.Fail($"not as it should be after {Patience.TotalSeconds} s: {Show(seen)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    public Task<LogPipeline?> PipelineAsync(string name, Func<LogPipeline, bool> asItShouldBe) =>
        EventuallyAsync(() => PipelineAsync(name), p => p is not null && asItShouldBe(p));

    public Task<LogStore?> StoreAsync(string name, Func<LogStore, bool> asItShouldBe) =>
        EventuallyAsync(() => StoreAsync(name), s => s is not null && asItShouldBe(s));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas.ToList())
        {
            await StopAsync(replica);
        }

        // Nobody is left to take finalizers away.
        foreach (var store in (await Client.ListAsync(LogStore.Resource, "shop")).Items.Where(s => s.Metadata.Finalizers?.Count > 0))
        {
            await Client.PatchAsync(LogStore.Resource, "shop", store.Name(), KubePatch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }));
        }

        await ClearAsync(LogPipeline.Resource);
        await ClearAsync(LogStore.Resource);
        await ClearAsync(LogSource.Resource);
        await ClearAsync(LogAgent.Resource);
        await ClearAsync(DaemonSet.Resource, "log-operator-agents");
        await ClearAsync(Pod.Resource, "log-operator-agents");
        await ClearAsync(Secret.Resource, "log-operator-agents");
        await ClearAsync(Secret.Resource, "log-operator");
        await ClearAsync(ConfigMap.Resource, "log-operator");
        await ClearAsync(Lease.Resource, "log-operator");
        await ClearAsync(Secret.Resource, "shop");
        await ClearAsync(Node.Resource);
        Client.Dispose();
    }

    private async Task ClearAsync<T>(KubeResource<T> resource, string? ns = null)
        where T : class, IKubeObject
    {
        var list = await Client.ListAsync(resource, ns);
        foreach (var key in list.Items.Select(o => o.Key()).Concat(list.Undecodable.Select(u => u.Key)))
        {
            try
            {
                await Client.DeleteAsync(resource, key.Namespace, key.Name, new DeleteOptions { GracePeriod = TimeSpan.Zero });
            }
            catch (KubeException e) when (e.IsNotFound)
            {
                // A controller was quicker.
            }
        }
    }

    private static string Show<T>(T seen) => seen switch
    {
        LogPipeline p => System.Text.Json.JsonSerializer.Serialize(p, CrdsJson.Default.LogPipeline),
        LogStore s => System.Text.Json.JsonSerializer.Serialize(s, CrdsJson.Default.LogStore),
        LogAgent a => System.Text.Json.JsonSerializer.Serialize(a, CrdsJson.Default.LogAgent),
        JsonNode n => n.ToJsonString(),
        _ => seen?.ToString() ?? "nothing",
    };
}
