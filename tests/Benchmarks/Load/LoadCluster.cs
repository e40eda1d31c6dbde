using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using LogOperator.Kubernetes;
using LogOperator.TestKit;
using LogOperator.TestKit.Kubernetes;
using LogOperator.TestKit.Parts;

namespace LogOperator.Benchmarks.Load;

/// <summary>
/// A real API server with the pods of one node, the roles that the chart gives to agents, and an agent's configuration as the operator publishes it. No kubelet runs: the pods are
/// objects only, and each second one of them changes. It is no part of what is measured.
/// </summary>
internal sealed class LoadCluster : IAsyncDisposable
{
    /// <summary>The name of the node.</summary>
    public const string Node = "bench-node";

    /// <summary>How many pods the node has: more than kubelet's default of 110.</summary>
    public const int Pods = 300;

    private const string Agents = "log-operator-agents";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ApiServerFixture server = new();
    private readonly TempDirectory directory = new();
    private readonly CancellationTokenSource end = new();
    private Task changes = Task.CompletedTask;

    private LoadCluster()
    {
    }

    /// <summary>A kubeconfig with a token of the agents' service account.</summary>
    public string AgentKubeconfig => directory.File("agent-kubeconfig");

    /// <summary>The pods' uids, in the order of their numbers.</summary>
    public IReadOnlyList<string> Uids { get; private set; } = [];

    /// <summary>Starts it; null where the part is missing.</summary>
    /// <param name="logctl">The program that compiles the pipeline.</param>
    public static async Task<LoadCluster?> TryStartAsync(string logctl)
    {
        var home = await Part.FindAsync("kubernetes");
        if (home.Value is null)
        {
            return null;
        }

        var cluster = new LoadCluster();
        try
        {
            await cluster.server.InitializeAsync();
            await cluster.FillAsync(Path.Combine(home.Value, "bin", "kubectl"), logctl);
            cluster.changes = cluster.ChangePodsAsync(cluster.end.Token);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await changes.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.DisposeAsync();
        directory.Dispose();
        end.Dispose();
    }

    private async Task FillAsync(string program, string logctl)
    {
        Task<string> Kubectl(string? input, params string[] arguments) =>
            Command.OutputAsync(program, ["--kubeconfig", server.Kubeconfig, "--cache-dir", directory.File("kubectl"), .. arguments], input);

        var manifest = directory.File("pipeline.yaml");
        await File.WriteAllTextAsync(manifest, Pipeline);
        var config = await Command.OutputAsync(logctl, ["render", "--filename", manifest, "--output", "json"]);
        await Kubectl(Base(config), "apply", "--filename", "-");
        await Kubectl(null, "apply", "--filename", RepositoryRoot.File("config", "rbac", "agent-roles.yaml"));
        await Kubectl(string.Join("---\n", Enumerable.Range(0, Pods).Select(Pod)), "create", "--filename", "-");
        var uids = await Kubectl(null, "get", "pods", "--namespace", "bench", "--output", "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}");
        Uids = [.. uids.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .OrderBy(pair => int.Parse(pair[0].AsSpan("web-".Length), CultureInfo.InvariantCulture)).Select(pair => pair[1])];
        var token = await Kubectl(null, "create", "token", "logagent", "--namespace", Agents, "--duration", "24h");
        await File.WriteAllTextAsync(AgentKubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: bench
            clusters: [{name: bench, cluster: {server: "{{server.Server}}", certificate-authority: "{{server.AuthorityFile}}" } }]
            users: [{name: agent, user: {token: "{{token.Trim()}}" } }]
            contexts: [{name: bench, context: {cluster: bench, user: agent} }]

            """);
    }

    // What a watch has to carry in a cluster: pods start, become ready, are annotated.
    private async Task ChangePodsAsync(CancellationToken stop)
    {
        using var client = new KubeClient(KubeConfig.Load(server.Kubeconfig));
        for (var i = 0; ; i++)
        {
            await Task.Delay(Pause, TimeProvider.System, stop);
            var patch = KubePatch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["example.com/changes"] = i.ToString(CultureInfo.InvariantCulture) } } });
            await client.PatchAsync(LogOperator.Kubernetes.Objects.Pod.Resource, "bench", $"web-{i % Pods}", patch, cancellation: stop);
        }
    }

    private const string Pipeline = """
        apiVersion: logoperator.io/v1alpha1
        kind: ClusterLogStore
        metadata: {name: nothing}
        spec: { blackhole: {} }
        ---
        apiVersion: logoperator.io/v1alpha1
        kind: ClusterLogPipeline
        metadata: {name: bench}
        spec:
          source: { containerLogs: {}, startAt: Beginning, metadata: {podLabels: ["app.kubernetes.io/*"]} }
          stores: [{name: nothing}]

        """;

    private static string Base(string config) => $$"""
        {apiVersion: v1, kind: Namespace, metadata: {name: bench} }
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: {{Agents}} } }
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {namespace: {{Agents}}, name: logagent} }
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          namespace: {{Agents}}
          name: logagent-default-config-0
          labels: {logoperator.io/agent: default, logoperator.io/content: config}
        data: {config-0.json.gz: {{Gzipped(config)}} }

        """;

    // About as much as a Deployment's pod has when nobody has injected anything.
    private static string Pod(int number) => $$"""
        apiVersion: v1
        kind: Pod
        metadata:
          namespace: bench
          name: web-{{number}}
          labels: {app.kubernetes.io/name: web, app.kubernetes.io/instance: web-{{number % 20}}, app.kubernetes.io/version: 1.4.2, app.kubernetes.io/component: frontend, pod-template-hash: 7d9c6b5f4d}
          annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080", example.com/owner: team-{{number % 7}} }
        spec:
          nodeName: {{Node}}
          automountServiceAccountToken: false
          containers:
          - name: c-{{number}}
            image: registry.example.com/shop/web:1.4.2
            ports: [{containerPort: 8080}]
            env: [{name: LOG_LEVEL, value: info}, {name: LISTEN, value: ":8080"}]
            resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi} }
            readinessProbe: {httpGet: {path: /healthz, port: 8080} }

        """;

    private static string Gzipped(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
