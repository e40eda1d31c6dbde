using System.Text.Json;
using System.Text.Json.Nodes;
using LogOperator.Cli.Manifests;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Crds.Validation;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.Tests.Schema;

/// <summary>Objects of Objects/good, which together use every member, and of Objects/bad.</summary>
internal static class SampleObject
{
    private static readonly string Folder = Golden.Beside("../Objects");

    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder)).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static JsonObject Read(string folder, string name)
    {
        var path = Path.Combine(Folder, folder, name + ".yaml");
        var file = ManifestFile.Read(path, File.ReadAllBytes(path));
        Assert.Empty(file.Problems);
        return JsonObject.Create(Assert.Single(file.Documents).Root)!;
    }

    /// <summary>What reader and compiler say against an object by itself; nothing if they accept it.</summary>
    public static IReadOnlyList<string> Problems(JsonObject obj)
    {
        using var document = JsonDocument.Parse(obj.ToJsonString());
        var read = ResourceReader.Read(document.RootElement);
        if (read.Resource is null)
        {
            return [.. read.Problems.Select(p => p.ToString())];
        }

        var verdict = Assert.Single(ConfigCompiler.Compile(Snapshot(read.Resource)).Verdicts);
        return verdict.Conditions.Single(c => c.Type == "Accepted").Status == "True" ? [] : [.. verdict.Problems.Select(p => p.ToString())];
    }

    /// <summary>The object as its own type writes it again.</summary>
    public static JsonNode ReadAndWrite(JsonObject obj)
    {
        using var document = JsonDocument.Parse(obj.ToJsonString());
        var read = ResourceReader.Read(document.RootElement).Resource!;
        return JsonSerializer.SerializeToNode(read, CrdsJson.Default.GetTypeInfo(read.GetType())!)!;
    }

    private static ClusterSnapshot Snapshot(IKubeObject obj) => new()
    {
        LogSources = [.. new[] { obj }.OfType<LogSource>()],
        LogPipelines = [.. new[] { obj }.OfType<LogPipeline>()],
        LogStores = [.. new[] { obj }.OfType<LogStore>()],
        ClusterLogSources = [.. new[] { obj }.OfType<ClusterLogSource>()],
        ClusterLogPipelines = [.. new[] { obj }.OfType<ClusterLogPipeline>()],
        ClusterLogStores = [.. new[] { obj }.OfType<ClusterLogStore>()],
        LogAgents = [.. new[] { obj }.OfType<LogAgent>()],
    };
}
