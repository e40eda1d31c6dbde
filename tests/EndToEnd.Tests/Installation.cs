using System.Text.Json;
using LogOperator.EndToEnd.Tests;
using LogOperator.TestKit;
using LogOperator.TestKit.Cluster;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Parts;

[assembly: AssemblyFixture(typeof(Installation))]

namespace LogOperator.EndToEnd.Tests;

/// <summary>The product, installed from <c>config/default</c> on a real node, with a Kafka and an HTTP server that pods reach.</summary>
public sealed class Installation : IAsyncLifetime
{
    private const string AgentSelector = "app.kubernetes.io/name=logagent";
    private const string FileStores = "/var/lib/log-operator/files";
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(3);
    private readonly ClusterFixture cluster = new();
    private readonly List<string> namespaces = [];
    private KafkaServer? kafka;
    private HttpSinkServer? http;

    /// <summary>The cluster.</summary>
    public ClusterFixture Cluster => cluster;

    /// <summary>The Kafka.</summary>
    public KafkaServer Kafka => kafka!;

    /// <summary>The HTTP server.</summary>
    public HttpSinkServer Http => http!;

    /// <summary>Address of <see cref="Http"/> for pods.</summary>
    public string HttpAddress => $"http://{cluster.NodeIp}:{http!.Port}/";

    public async ValueTask InitializeAsync()
    {
        await cluster.InitializeAsync();
        if (!cluster.IsAvailable)
        {
            // Each test says so itself: skipped, or failed in CI.
            return;
        }

        foreach (var image in (string[])["operator", "agent"])
        {
            await cluster.LoadImageAsync(RepositoryRoot.File("artifacts", "images", $"{image}.tar"));
        }

        kafka = await KafkaFixture.StartOwnAsync(cluster.NodeIp);
        http = await HttpSinkServer.StartAsync(System.Net.IPAddress.Any);
        await cluster.KubectlAsync(["apply", "--server-side", "-k", RepositoryRoot.File("config", "default")]);
        await cluster.KubectlAsync(
            ["wait", "--for=condition=Available", "deployment/log-operator", "-n", "log-operator", $"--timeout={ReadyTimeout.TotalSeconds}s"]);
        await Eventually.Holds(() => Agents().Count > 0, "an agent's pod", ReadyTimeout);
        await cluster.KubectlAsync(["wait", "--for=condition=Ready", "pod", "-l", AgentSelector, "-n", "log-operator-agents", "--timeout=120s"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (http is not null)
        {
            await http.DisposeAsync();
        }

        if (kafka is not null)
        {
            await kafka.DisposeAsync();
        }

        await cluster.DisposeAsync();
        foreach (var directory in namespaces.Select(n => Path.Combine(FileStores, n)).Where(Directory.Exists))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Makes a namespace that no run before has used, since file stores outlive their cluster on the node's disk.</summary>
    public async Task<string> NamespaceAsync(string name)
    {
        var fresh = $"{name}-{Guid.NewGuid().ToString("N")[..8]}";
        await cluster.KubectlAsync(["create", "namespace", fresh]);
        namespaces.Add(fresh);
        return fresh;
    }

    /// <summary>Directory of a file store on the node, which is this machine.</summary>
    public static string FileStore(string @namespace, string store) => Path.Combine(FileStores, @namespace, store);

    /// <summary>Applies one of the manifests of this project.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="values">Values for the places <c>${name}</c> in it.</param>
    public Task ApplyAsync(string file, params IEnumerable<(string Name, string Value)> values) => cluster.ApplyAsync(Manifest(file, values));

    /// <summary>The text of a manifest with its places filled.</summary>
    public static string Manifest(string file, params IEnumerable<(string Name, string Value)> values)
    {
        var text = File.ReadAllText(RepositoryRoot.File("tests", "EndToEnd.Tests", "Manifests", file));
        return values.Aggregate(text, (t, v) => t.Replace($"${{{v.Name}}}", v.Value, StringComparison.Ordinal));
    }

    /// <summary>An object of the cluster.</summary>
    public async Task<JsonElement> GetAsync(string @namespace, string resource) =>
        JsonDocument.Parse(await cluster.KubectlAsync(["get", resource, "-n", @namespace, "-o", "json"])).RootElement;

    /// <summary>Status, reason and message of a condition; nulls where it is not there.</summary>
    public async Task<(string? Status, string? Reason, string? Message)> ConditionAsync(string @namespace, string resource, string type)
    {
        var found = await GetAsync(@namespace, resource);
        if (found.TryGetProperty("status", out var status) && status.TryGetProperty("conditions", out var conditions))
        {
            foreach (var condition in conditions.EnumerateArray().Where(c => c.GetProperty("type").GetString() == type))
            {
                return (condition.GetProperty("status").GetString(), condition.GetProperty("reason").GetString(), condition.GetProperty("message").GetString());
            }
        }

        return default;
    }

    /// <summary>Waits for a condition as a user would.</summary>
    public Task WaitAsync(string @namespace, string resource, string condition, int seconds = 120) =>
        cluster.KubectlAsync(["wait", $"--for=condition={condition}", resource, "-n", @namespace, $"--timeout={seconds}s"]);

    /// <summary>The agents' pods: name, start of the container, number of its restarts.</summary>
    public IReadOnlyList<(string Name, string StartedAt, int Restarts)> Agents()
    {
        var pods = GetAsync("log-operator-agents", "pods").GetAwaiter().GetResult();
        return [.. pods.GetProperty("items").EnumerateArray()
            .Where(p => p.GetProperty("status").TryGetProperty("containerStatuses", out var statuses)
                && statuses[0].GetProperty("state").TryGetProperty("running", out _))
            .Select(p => (
                p.GetProperty("metadata").GetProperty("name").GetString()!,
                p.GetProperty("status").GetProperty("containerStatuses")[0].GetProperty("state").GetProperty("running").GetProperty("startedAt").GetString()!,
                p.GetProperty("status").GetProperty("containerStatuses")[0].GetProperty("restartCount").GetInt32()))];
    }

    /// <summary>Kills the agent's process as the kernel would.</summary>
    public static Task KillAgentAsync() => Command.OutputAsync("pkill", ["-KILL", "-x", "logagent"], input: null);

    /// <summary>Reads a topic until a number of different values of the attribute <c>n</c> is there.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadTopicAsync(string topic, int distinct, TimeSpan timeout)
    {
        var seen = new HashSet<long>();
        var parsed = 0;
        var records = await KafkaReader.ReadAsync(
            Kafka.BootstrapServers,
            topic,
            read =>
            {
                for (; parsed < read.Count; parsed++)
                {
                    seen.Add(NumberOf(Parse(read[parsed].Value!)));
                }

                return seen.Count >= distinct;
            },
            timeout);
        return [.. records.Select(r => Parse(r.Value!))];
    }

    /// <summary>The number that the workload wrote into a record.</summary>
    public static long NumberOf(JsonElement record) => record.GetProperty("attributes").GetProperty("n").GetInt64();

    /// <summary>A JSON line.</summary>
    public static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;
}
