using System.Globalization;
using System.Text;
using System.Text.Json;
using LogOperator.Benchmarks.Measuring;

namespace LogOperator.Benchmarks.Load;

/// <summary>Ours: <c>logctl run</c>, which runs what the agent runs.</summary>
/// <param name="program">Path of logctl.</param>
/// <param name="packaging">How it was published.</param>
internal sealed class LogctlUnderLoad(string program, string packaging) : ILoadContender
{
    public const string Title = "logctl";

    public string Name => Title;

    public string About { get; } = $"{Tool.FirstLine(program, "--version")}, {packaging}";

    public bool IsOurs => true;

    public bool Does(LoadCase load) => !load.InCluster;

    public LoadLaunch Prepare(LoadCase load, LoadSite site, string directory)
    {
        var manifest = Path.Combine(directory, "pipelines.yaml");
        var marks = load.MostDelay is null ? null : Path.Combine(directory, "marks.json");
        File.WriteAllText(manifest, Manifest(load, marks));
        var summary = Path.Combine(directory, "summary.json");
        return new([program, "run", "-f", manifest, "--root", site.Root, "--state", Path.Combine(directory, "state"), "--summary", summary], null, () => Acknowledged(summary), marks)
        {
            Missing = () => Missing(File.ReadAllBytes(summary)),
        };
    }

    private static string Manifest(LoadCase load, string? marks)
    {
        var text = new StringBuilder("""
            apiVersion: logoperator.io/v1alpha1
            kind: ClusterLogStore
            metadata: {name: nothing}
            spec: { blackhole: {} }

            """);
        if (marks is not null)
        {
            text.Append($$"""
                ---
                apiVersion: logoperator.io/v1alpha1
                kind: ClusterLogStore
                metadata: {name: marks}
                spec: { file: { path: {{marks}} }, batch: { maxDelay: 100ms } }

                """);
        }

        var routes = marks is null
            ? "stores: [{name: nothing}]"
            : $"routes: [{{name: marks, when: 'body.startsWith(\"{LogWriter.Mark}\")', stores: [{{name: marks}}]}}, {{name: others, stores: [{{name: nothing}}]}}]";
        for (var i = 0; i < load.Pipelines; i++)
        {
            var selector = load.Shared ? "" : ", selector: {containers: {include: [" + string.Create(CultureInfo.InvariantCulture, $"c-{i}") + "]}}";
            text.Append($$"""
                ---
                apiVersion: logoperator.io/v1alpha1
                kind: ClusterLogPipeline
                metadata: {name: pipeline-{{i}}}
                spec:
                  source: { containerLogs: {}{{selector}} }
                  {{routes}}

                """);
        }

        return text.ToString();
    }

    // What it read, and all of its ledger that is not acknowledged.
    private static string Missing(byte[] summary)
    {
        using var document = JsonDocument.Parse(summary);
        var root = document.RootElement;
        var rest = new[] { "filtered", "dropped", "lost" }.Where(name => root.TryGetProperty(name, out _)).Select(name => $"{name} {root.GetProperty(name).GetRawText().ReplaceLineEndings("")}");
        return $"lines read: {root.GetProperty("read").GetProperty("lines").GetInt64().ToString("N0", CultureInfo.InvariantCulture)}; {string.Join(", ", rest)}";
    }

    private static long Acknowledged(string summary)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(summary));
        return document.RootElement.GetProperty("acknowledged").GetInt64();
    }
}
