using System.Text.Json.Nodes;
using LogOperator.TestKit;
using LogOperator.TestKit.Parts;
using YamlDotNet.RepresentationModel;

namespace LogOperator.Operator.Tests.Installation;

/// <summary>The objects that the manifests, or the chart, come to.</summary>
internal static class Rendered
{
    /// <summary>config/default through kustomize, by kind, namespace and name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonObject>> KustomizeAsync()
    {
        var tool = Path.Combine(await Part.RequireAsync("gitops"), "bin", "kustomize");
        return Parse(await Command.OutputAsync(tool, ["build", RepositoryRoot.File("config", "default")]));
    }

    /// <summary>The chart through helm.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonObject>> HelmAsync(params string[] arguments)
    {
        var tool = Path.Combine(await Part.RequireAsync("gitops"), "bin", "helm");
        return Parse(await Command.OutputAsync(
            tool, ["template", "log-operator", RepositoryRoot.File("charts", "log-operator"), "--include-crds", "--kube-version=1.35.0", .. arguments]));
    }

    /// <summary>A member, found by its path; null if there is none.</summary>
    public static JsonNode? At(this JsonObject obj, params string[] path) => path.Aggregate((JsonNode?)obj, (node, name) => (node as JsonObject)?[name]);

    private static Dictionary<string, JsonObject> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents
            .Select(d => d.RootNode).OfType<YamlMappingNode>().Select(n => (JsonObject)Convert(n)!)
            .ToDictionary(o => $"{o["kind"]} {o.At("metadata", "namespace")}/{o.At("metadata", "name")}");
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Convert(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
