using System.Globalization;
using System.Text;
using System.Text.Json;
using LogOperator.TestKit;

namespace LogOperator.Cli.Tests.Running;

/// <summary>A folder laid out as a node's file system, with manifests beside it, and the program run on it as a process of its own.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly TempDirectory directory = new();

    public string Path => directory.Path;

    /// <summary>The file store's file.</summary>
    public string Out => System.IO.Path.Combine(Path, "out.ndjson");

    public string Manifests => System.IO.Path.Combine(Path, "manifests.yaml");

    /// <summary>Writes a pipeline from the pods with the label app=web to a store.</summary>
    public void Pipeline(string store, string stages = "[{parse: {json: {}}}]", string more = "", string delivery = "{}") => File.WriteAllText(Manifests, $$"""
        apiVersion: logoperator.io/v1alpha1
        kind: LogPipeline
        metadata: {name: web, namespace: shop}
        spec:
          source: {containerLogs: {}, selector: {podSelector: {matchLabels: {app: web} } } }
          stages: {{stages}}
          stores: [{name: out}]
          delivery: {{delivery}}
        ---
        apiVersion: logoperator.io/v1alpha1
        kind: LogStore
        metadata: {name: out, namespace: shop}
        spec: {{store}}
        {{more}}
        """);

    public void FilePipeline(string stages = "[{parse: {json: {}}}]") => Pipeline($"{{file: {{path: \"{Out}\"}}}}", stages);

    /// <summary>Writes CRI lines of one container.</summary>
    public void Log(string pod, params IEnumerable<string> lines)
    {
        var file = directory.File("root", "var", "log", "pods", $"{pod}_uid-{pod.Replace('_', '-')}", "app", "0.log");
        using var writer = new StreamWriter(file, append: true, new UTF8Encoding(false));
        foreach (var line in lines)
        {
            writer.Write($"2026-01-02T03:04:05.000000006Z stdout F {line}\n");
        }
    }

    public static IEnumerable<string> Numbers(int from, int count) => Enumerable.Range(from, count).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"msg":"line","n":{{i}}}"""));

    /// <summary>Writes a PodList with one pod for each name, all with the label app=web.</summary>
    public string Pods(params IEnumerable<string> pods)
    {
        var file = directory.File("pods.yaml");
        File.WriteAllText(file, "apiVersion: v1\nkind: List\nitems:\n" + string.Concat(pods.Select(p => $$"""
            - apiVersion: v1
              kind: Pod
              metadata: {name: {{p.Split('_')[1]}}, namespace: {{p.Split('_')[0]}}, uid: "uid-{{p.Replace('_', '-')}}", labels: {app: web} }
              spec: {nodeName: node-1}

            """)));
        return file;
    }

    /// <summary>Starts <c>logctl run</c>.</summary>
    public LogctlProcess Start(params IEnumerable<string> more) =>
        new(Path, ["run", "-f", Manifests, "--root", Directory.CreateDirectory(System.IO.Path.Combine(Path, "root")).FullName, "--pods", Pods("shop_web-0"), .. more]);

    /// <summary>Runs to the end.</summary>
    public async Task<LogctlRun> RunAsync(params IEnumerable<string> more)
    {
        using var process = Start(more);
        return await process.EndAsync();
    }

    /// <summary>The numbers that arrived in the file store, in order, as often as they arrived.</summary>
    public IReadOnlyList<int> Arrived() => File.Exists(Out)
        ? [.. File.ReadAllLines(Out).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("attributes").GetProperty("n").GetInt32())]
        : [];

    public JsonElement Summary() => JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "summary.json"))).RootElement;

    public static async Task Eventually(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "expected the condition to hold within 30 s");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public void Dispose() => directory.Dispose();
}
