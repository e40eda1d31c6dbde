using System.Text.Json;
using LogOperator.Cli.Manifests;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Crds.Validation;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.Tests.Compilation;

/// <summary>Builds a snapshot from manifests. Secrets that are not in them do not exist; the annotation <c>test/forbidden</c> locks one.</summary>
internal static class SnapshotFile
{
    public static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);

    public static ClusterSnapshot Read(string path)
    {
        var file = ManifestFile.Read(path, File.ReadAllBytes(path));
        Assert.Empty(file.Problems);
        var ours = new List<IKubeObject>();
        var others = new List<JsonElement>();
        foreach (var document in file.Documents)
        {
            if (!ResourceReader.IsOurs(document.Root))
            {
                others.Add(document.Root);
                continue;
            }

            var read = ResourceReader.Read(document.Root);
            Assert.True(read.Problems.Count == 0, string.Join('\n', read.Problems));
            ours.Add(read.Resource!);
        }

        var snapshot = new ClusterSnapshot
        {
            Namespaces = [.. Metadata("Namespace").Select(m => new NamespaceInfo(m.Name!, m.Labels ?? new Dictionary<string, string>()))],
            Nodes = [.. Metadata("Node").Select(m => new NodeInfo(m.Name!, m.Labels ?? new Dictionary<string, string>()))],
            LogSources = [.. ours.OfType<LogSource>()],
            LogPipelines = [.. ours.OfType<LogPipeline>()],
            LogStores = [.. ours.OfType<LogStore>()],
            ClusterLogSources = [.. ours.OfType<ClusterLogSource>()],
            ClusterLogPipelines = [.. ours.OfType<ClusterLogPipeline>()],
            ClusterLogStores = [.. ours.OfType<ClusterLogStore>()],
            LogAgents = [.. ours.OfType<LogAgent>()],
            Secrets = [.. others.Where(o => Kind(o) == "Secret").Select(Secret)],
            Now = Now,
        };
        return snapshot with { Secrets = WithMissing(snapshot) };

        IEnumerable<ObjectMeta> Metadata(string kind) => others.Where(o => Kind(o) == kind).Select(MetadataOf);
    }

    private static IReadOnlyList<SecretInfo> WithMissing(ClusterSnapshot snapshot) =>
    [
        .. snapshot.Secrets,
        .. ConfigCompiler.Compile(snapshot).SecretsToLookUp
            .Where(u => !snapshot.Secrets.Any(s => s.Namespace == u.Namespace && s.Name == u.Name))
            .Select(u => (u.Namespace, u.Name))
            .Distinct()
            .Select(u => new SecretInfo(u.Namespace, u.Name, SecretAccess.NotFound, [])),
    ];

    private static SecretInfo Secret(JsonElement secret)
    {
        var metadata = MetadataOf(secret);
        return metadata.Annotations?.ContainsKey("test/forbidden") == true
            ? new SecretInfo(metadata.Namespace!, metadata.Name!, SecretAccess.Forbidden, [])
            : new SecretInfo(metadata.Namespace!, metadata.Name!, SecretAccess.Found, [.. secret.GetProperty("data").EnumerateObject().Select(d => d.Name)]);
    }

    private static string? Kind(JsonElement obj) => obj.GetProperty("kind").GetString();

    private static ObjectMeta MetadataOf(JsonElement obj) => obj.GetProperty("metadata").Deserialize(KubernetesJson.Default.ObjectMeta)!;
}
