using System.Text.Json;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>Ours: <c>logctl run --once</c>, which runs what the agent runs and ends when everything is acknowledged.</summary>
/// <param name="program">Path of logctl.</param>
/// <param name="packaging">How it was published.</param>
/// <param name="vectors">The widest vectors that it may use.</param>
internal sealed class Logctl(string program, string packaging, VectorWidth vectors = VectorWidth.All) : IContender
{
    public const string Title = "logctl";

    public string Name => vectors switch { VectorWidth.Bits128 => $"{Title}, 128-bit vectors", VectorWidth.Bits256 => $"{Title}, 256-bit vectors", _ => Title };

    public string About { get; } = vectors == VectorWidth.All ? $"{Tool.FirstLine(program, "--version")}, {packaging}" : $"the same with {string.Join(' ', Switches(vectors))}";

    public bool IsOurs => true;

    public bool Does(BenchmarkCase work) => vectors == VectorWidth.All || work.Name == "cri";

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var manifest = Path.Combine(directory, "pipeline.yaml");
        var summary = Path.Combine(directory, "summary.json");
        var store = (work.Work, topic) switch
        {
            (_, not null) => $"kafka: {{bootstrapServers: ['{topic.Servers}'], topic: {{name: {topic.Name}}}, compression: None}}",
            (Work.FilterJson, _) => $"file: {{path: {Path.Combine(directory, "out.json")}}}",
            _ => "blackhole: {}",
        };
        var source = (work.Input.Kind, work.Work) switch
        {
            (InputKind.Plain, _) => $"nodeFiles: {{paths: [{work.Input.Path}]}}",
            (_, Work.JoinTraces) => "containerLogs: {}, multiline: {preset: Java}",
            _ => "containerLogs: {}",
        };
        var stages = work.Work switch
        {
            Work.FilterJson => "[{parse: {json: {}}}, {drop: {if: 'attributes.level == \"debug\"'}}]",
            Work.ParsePattern => $"[{{onError: Drop, parse: {{regex: {{pattern: '{work.Pattern}'}}}}}}, {{onError: Drop, timestamp: {{field: time, layouts: [CommonLog]}}}}]",
            _ => "[]",
        };
        File.WriteAllText(manifest, $$"""
            apiVersion: logoperator.io/v1alpha1
            kind: ClusterLogPipeline
            metadata: {name: bench}
            spec:
              source: {{{source}}}
              stages: {{stages}}
              stores: [{name: bench}]
            ---
            apiVersion: logoperator.io/v1alpha1
            kind: ClusterLogStore
            metadata: {name: bench}
            spec: {{{store}}}

            """);
        string[] command = [.. vectors == VectorWidth.All ? [] : (string[])["env", .. Switches(vectors)], program, "run", "--once", "-f", manifest, "--summary", summary, .. work.Input.Kind == InputKind.Plain ? [] : (string[])["--root", work.Input.Root]];
        return new(command, _ => topic is null ? Acknowledged(summary) : Math.Min(Acknowledged(summary), topic.Count()), work.Work == Work.FilterJson ? work.Input.NotDebug : work.Input.Records);
    }

    private static string[] Switches(VectorWidth vectors) => vectors == VectorWidth.Bits128 ? ["DOTNET_EnableAVX2=0", "DOTNET_EnableAVX512=0"] : ["DOTNET_EnableAVX512=0"];

    private static long Acknowledged(string summary)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(summary));
        return document.RootElement.GetProperty("acknowledged").GetInt64();
    }
}
