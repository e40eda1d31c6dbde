using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LogOperator.TestKit;
using LogOperator.TestKit.Parts;

namespace LogOperator.EndToEnd.Tests;

/// <summary>The main job, from <c>kubectl apply</c> to the stores, on a real node with real pods.</summary>
[Trait("Category", "Integration")]
public sealed class MainJobTests(Installation installation)
{
    private static readonly TimeSpan Arrival = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_hundred_thousand_lines_over_several_rotations_reach_every_store()
    {
        const int Count = 100_000;
        var space = await installation.NamespaceAsync("e2e-main");
        await WriterAsync(space, Count, burst: 500, pause: "0.2");
        await installation.ApplyAsync("pipeline.yaml", Values(space));
        await installation.ApplyAsync("stores.yaml", Values(space));
        await installation.ApplyAsync("source.yaml", Values(space));
        await installation.WaitAsync(space, "logpipeline/orders", "Ready");

        var records = await installation.ReadTopicAsync(space, Count, Arrival);
        Assert.Equal(Numbers(Count), records.Select(Installation.NumberOf).Distinct().Order());
        AssertDescribed(records[^1], space);
        await AssertTopicAsync(space, partitions: 3, retention: "7200000");
        Assert.True(Directory.GetFiles(LogDirectory(space)).Length > 1, "expected the kubelet to have rotated the log");

        await Eventually.Equals(() => FileLines(space).Count, Count, "records in the file store", Arrival);
        Assert.Equal(Numbers(Count), FileLines(space).Select(Installation.NumberOf).Order());
        await Eventually.Holds(() => HttpLines(space).Count >= Count, "records at the HTTP server", Arrival);
        Assert.Equal(Numbers(Count), HttpLines(space).Select(Installation.NumberOf).Distinct().Order());
        Assert.Equal(
            records.Select(IdOf).Distinct().Order(StringComparer.Ordinal), FileLines(space).Select(IdOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_edit_takes_effect_within_five_seconds_and_restarts_nothing()
    {
        const int Count = 60_000;
        var space = await installation.NamespaceAsync("e2e-edit");
        await WriterAsync(space, Count, burst: 100, pause: "0.05");
        await installation.ApplyAsync("source.yaml", Values(space));
        await installation.ApplyAsync("stores.yaml", Values(space));
        await installation.ApplyAsync("pipeline.yaml", Values(space));
        await installation.WaitAsync(space, "logpipeline/orders", "Ready");
        await Eventually.Holds(() => FileLines(space).Count > 0, "the first records", Arrival);
        var agents = installation.Agents();

        await installation.ApplyAsync("pipeline-drop.yaml", Values(space));
        var applied = Stopwatch.StartNew();
        var atApply = LastWritten(space);
        await Eventually.Holds(() => SevensBehind(space, atApply) is false, "a stretch of records without sevens", TimeSpan.FromSeconds(30));
        await installation.WaitAsync(space, "logpipeline/orders", "Ready");
        Assert.Equal(agents, installation.Agents());

        await Eventually.Holds(() => FileLines(space).Any(r => Installation.NumberOf(r) == Count - 1), "the last record", Arrival);
        var numbers = FileLines(space).Select(Installation.NumberOf).ToHashSet();
        var lastSeven = numbers.Where(n => n % 10 == 7).Max();
        Assert.DoesNotContain(Numbers(Count), n => n % 10 != 7 && !numbers.Contains(n));
        Assert.DoesNotContain(Numbers(Count), n => n % 10 == 7 && n < lastSeven && !numbers.Contains(n));
        var delay = TimeOf(FileLines(space).First(r => Installation.NumberOf(r) == lastSeven)) - TimeOf(FileLines(space).First(r => Installation.NumberOf(r) >= atApply));
        Assert.True(delay < TimeSpan.FromSeconds(5), $"sevens were delivered for {delay.TotalSeconds:0.0} s after the edit ({applied.Elapsed.TotalSeconds:0.0} s since)");
    }

    [Fact]
    public async Task Killing_the_agent_in_the_middle_loses_nothing()
    {
        const int Count = 50_000;
        var space = await installation.NamespaceAsync("e2e-kill");
        await installation.ApplyAsync("source.yaml", Values(space));
        await installation.ApplyAsync("stores.yaml", Values(space));
        await installation.ApplyAsync("pipeline.yaml", Values(space));
        await installation.WaitAsync(space, "logpipeline/orders", "Ready");
        var restarts = installation.Agents().Sum(a => a.Restarts);
        await WriterAsync(space, Count, burst: 250, pause: "0.1");
        await Eventually.Holds(() => FileLines(space).Count > Count / 5, "a part of the records", Arrival);
        await Installation.KillAgentAsync();
        var records = await installation.ReadTopicAsync(space, Count, Arrival);
        Assert.Equal(Numbers(Count), records.Select(Installation.NumberOf).Distinct().Order());
        await Eventually.Holds(() => FileLines(space).Select(Installation.NumberOf).Distinct().Count() == Count, "records in the file store", Arrival);
        Assert.Equal(records.Count, records.Select(r => (IdOf(r), Installation.NumberOf(r))).Count());
        Assert.Equal(Count, records.Select(IdOf).Distinct().Count());
        Assert.True(installation.Agents().Sum(a => a.Restarts) > restarts, "expected the agent to have been restarted");
    }

    [Fact]
    public async Task An_invalid_pipeline_is_told_which_field_is_wrong_and_disturbs_nobody()
    {
        var good = await installation.NamespaceAsync("e2e-good");
        var bad = await installation.NamespaceAsync("e2e-bad");
        await WriterAsync(good, 20_000, burst: 50, pause: "0.1");
        await installation.ApplyAsync("source.yaml", Values(good));
        await installation.ApplyAsync("stores.yaml", Values(good));
        await installation.ApplyAsync("pipeline.yaml", Values(good));
        await installation.WaitAsync(good, "logpipeline/orders", "Ready");
        await Eventually.Holds(() => FileLines(good).Count > 0, "the first records", Arrival);
        var before = await SettledConditionsAsync(good);

        await installation.ApplyAsync("stores.yaml", Values(bad));
        await installation.ApplyAsync("pipeline-invalid.yaml", Values(bad));
        await installation.Cluster.KubectlAsync(["wait", "--for=condition=Accepted=False", "logpipeline/broken", "-n", bad, "--timeout=60s"]);
        var (status, reason, message) = await installation.ConditionAsync(bad, "logpipeline/broken", "Accepted");
        Assert.Equal(("False", "InvalidPattern"), (status, reason));
        Assert.Contains("stages[0].parse.regex.pattern", message, StringComparison.Ordinal);

        var count = FileLines(good).Count;
        await Eventually.Holds(() => FileLines(good).Count > count, "more records of the good pipeline", Arrival);
        Assert.Equal(before, await SettledConditionsAsync(good));
    }

    [Fact]
    public async Task The_second_replica_goes_on_when_the_leader_is_killed()
    {
        var agents = installation.Agents();
        var leader = await LeaderAsync();
        await installation.Cluster.KubectlAsync(["delete", "pod", leader, "-n", "log-operator", "--force", "--grace-period=0"]);
        var space = await installation.NamespaceAsync("e2e-leader");
        await WriterAsync(space, 100, burst: 100, pause: "0.1");
        await installation.ApplyAsync("source.yaml", Values(space));
        await installation.ApplyAsync("stores.yaml", Values(space));
        await installation.ApplyAsync("pipeline.yaml", Values(space));
        await installation.WaitAsync(space, "logpipeline/orders", "Ready");
        await Eventually.Equals(() => FileLines(space).Count, 100, "records in the file store", Arrival);
        Assert.NotEqual(leader, await LeaderAsync());
        Assert.Equal(agents, installation.Agents());
    }

    [Fact]
    public async Task Deleting_the_pipeline_stops_the_flow()
    {
        var space = await installation.NamespaceAsync("e2e-delete");
        await WriterAsync(space, 1_000_000, burst: 10, pause: "0.1");
        await installation.ApplyAsync("source.yaml", Values(space));
        await installation.ApplyAsync("stores.yaml", Values(space));
        await installation.ApplyAsync("pipeline.yaml", Values(space));
        await installation.WaitAsync(space, "logpipeline/orders", "Ready");
        await Eventually.Holds(() => FileLines(space).Count > 0, "the first records", Arrival);
        await installation.Cluster.KubectlAsync(["delete", "logpipeline/orders", "-n", space, "--wait=true", "--timeout=30s"]);
        var atDeletion = LastWritten(space);
        var quiet = 0;
        var last = -1;
        await Eventually.Holds(
            () =>
            {
                var now = FileLines(space).Count;
                quiet = now == last ? quiet + 1 : 0;
                last = now;
                return quiet > 100 && LastWritten(space) > atDeletion + 200;
            },
            "no new record for a while although lines are written",
            TimeSpan.FromSeconds(60));
        Assert.True(
            FileLines(space).Max(Installation.NumberOf) < atDeletion + 600, "expected the flow to stop within seconds of the deletion");
        await installation.Cluster.KubectlAsync(["delete", "pod", "--all", "-n", space, "--wait=false"]);
    }

    [Fact]
    public async Task A_store_of_a_tenant_does_not_lead_to_the_API_server_and_its_pipeline_says_so()
    {
        var space = await installation.NamespaceAsync("e2e-endpoint");
        await WriterAsync(space, 100, burst: 100, pause: "0.1");
        await installation.ApplyAsync("source.yaml", Values(space));
        var api = await installation.Cluster.KubectlAsync(
            ["get", "endpoints/kubernetes", "-n", "default", "-o", "jsonpath={.subsets[0].addresses[0].ip}:{.subsets[0].ports[0].port}"]);
        await installation.ApplyAsync("forbidden.yaml", [.. Values(space), ("api", api.Trim())]);

        await installation.Cluster.KubectlAsync(["wait", "--for=condition=Flowing=False", "logpipeline/forbidden", "-n", space, "--timeout=120s"]);
        var (_, reason, message) = await installation.ConditionAsync(space, "logpipeline/forbidden", "Flowing");
        Assert.Equal("AuthFailed", reason);
        Assert.Contains($"{api.Trim()} is the API server, where a LogStore may not lead", message, StringComparison.Ordinal);

        var row = await installation.Cluster.KubectlAsync(["get", "logpipelines", "-n", space]);
        Assert.Equal(["NAME", "READY", "FLOWING", "AGENTS", "RATE", "LAG", "DROPPED", "AGE"], row.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["forbidden", "True", "False", "1"], row.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(4));
        Assert.EndsWith("/s", row.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logctl_makes_the_same_records_of_the_same_manifests()
    {
        const int Count = 2000;
        var space = await installation.NamespaceAsync("e2e-logctl");
        await WriterAsync(space, Count, burst: 500, pause: "0.1");
        await installation.ApplyAsync("source.yaml", Values(space));
        await installation.ApplyAsync("stores.yaml", Values(space));
        await installation.ApplyAsync("pipeline.yaml", Values(space));
        var delivered = await installation.ReadTopicAsync(space, Count, Arrival);

        using var directory = new TempDirectory();
        foreach (var manifest in (string[])["source.yaml", "stores.yaml", "pipeline.yaml"])
        {
            await File.WriteAllTextAsync(directory.File(manifest), Installation.Manifest(manifest, Values(space)));
        }

        await File.WriteAllTextAsync(directory.File("pods.json"), await installation.Cluster.KubectlAsync(["get", "pods", "-n", space, "-o", "json"]));
        var printed = await Command.OutputAsync(
            RepositoryRoot.File("bin", "logctl"),
            ["run", "--once", "--print", "--pods", directory.File("pods.json"), .. Files(directory)],
            input: null);
        var local = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Installation.Parse).ToList();
        Assert.Equal(
            delivered.Select(r => r.GetRawText()).Distinct().Order(StringComparer.Ordinal), local.Select(r => r.GetRawText()).Order(StringComparer.Ordinal));
    }

    /// <summary>The conditions that do not follow the data: Flowing changes when it pleases.</summary>
    private async Task<IReadOnlyList<string>> SettledConditionsAsync(string space)
    {
        var pipeline = await installation.GetAsync(space, "logpipeline/orders");
        return [.. pipeline.GetProperty("status").GetProperty("conditions").EnumerateArray()
            .Where(c => c.GetProperty("type").GetString() != "Flowing").Select(c => c.GetRawText())];
    }

    private async Task<string> LeaderAsync()
    {
        var lease = await installation.GetAsync("log-operator", "lease/log-operator");
        return lease.GetProperty("spec").GetProperty("holderIdentity").GetString()!.Split('_')[0];
    }

    private static IEnumerable<string> Files(TempDirectory directory) =>
        ((string[])["source.yaml", "stores.yaml", "pipeline.yaml"]).SelectMany(m => (string[])["-f", directory.File(m)]);

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(0, count).Select(n => (long)n);

    private static string IdOf(JsonElement record) => record.GetProperty("id").GetString()!;

    private static DateTimeOffset TimeOf(JsonElement record) => record.GetProperty("timestamp").GetDateTimeOffset();

    private static string LogDirectory(string space) =>
        Path.Combine(Directory.GetDirectories("/var/log/pods", $"{space}_writer_*").Single(), "writer");

    private static List<JsonElement> FileLines(string space)
    {
        var path = Path.Combine(Installation.FileStore(space, "file"), "out.ndjson");
        if (!File.Exists(path))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Installation.Parse)];
    }

    private List<JsonElement> HttpLines(string space) => [.. installation.Http.Requests
        .Where(r => r.Stored && r.Path.EndsWith(space, StringComparison.Ordinal)).SelectMany(r => r.Lines).Select(Installation.Parse)];

    /// <summary>Whether sevens are among the last records behind a number; null as long as there are too few.</summary>
    private static bool? SevensBehind(string space, long number)
    {
        var last = FileLines(space).Select(Installation.NumberOf).Where(n => n > number).TakeLast(200).ToList();
        return last.Count < 200 ? null : last.Any(n => n % 10 == 7);
    }

    private static long LastWritten(string space)
    {
        var line = File.ReadLines(Path.Combine(LogDirectory(space), "0.log")).Last(l => l.Contains("\"n\": ", StringComparison.Ordinal) && l.EndsWith('}'));
        return Installation.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("n").GetInt64();
    }

    private static void AssertDescribed(JsonElement record, string space)
    {
        var resource = record.GetProperty("resource");
        Assert.Equal(space, resource.GetProperty("k8s.namespace.name").GetString());
        Assert.Equal("writer", resource.GetProperty("k8s.pod.name").GetString());
        Assert.Equal("writer", resource.GetProperty("k8s.container.name").GetString());
        Assert.Equal("payments", resource.GetProperty("k8s.pod.label.team").GetString());
        Assert.False(string.IsNullOrEmpty(resource.GetProperty("k8s.pod.uid").GetString()));
        Assert.False(string.IsNullOrEmpty(resource.GetProperty("k8s.node.name").GetString()));
        Assert.StartsWith("order ", record.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal("INFO", record.GetProperty("severity").GetString());
        Assert.Equal("stdout", record.GetProperty("attributes").GetProperty("log.iostream").GetString());
    }

    private IEnumerable<(string Name, string Value)> Values(string space) =>
        [("namespace", space), ("topic", space), ("kafka", installation.Kafka.PodBootstrapServers), ("http", installation.HttpAddress)];

    private Task WriterAsync(string space, int count, int burst, string pause) => installation.ApplyAsync(
        "writer.yaml", [("namespace", space), ("name", "writer"), ("count", $"{count}"), ("burst", $"{burst}"), ("pause", pause)]);

    private async Task AssertTopicAsync(string topic, int partitions, string retention)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = installation.Kafka.BootstrapServers }).Build();
        Assert.Equal(partitions, admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions.Count);
        var config = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]);
        Assert.Equal(retention, config.Single().Entries["retention.ms"].Value);
    }
}
