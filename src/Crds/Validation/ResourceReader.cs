using System.Text.Json;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>Reads custom resources that people wrote (files, admission requests) strictly, and tells everything that does not fit at once.</summary>
public static class ResourceReader
{
    private static readonly Dictionary<string, Type> Types = new()
    {
        [nameof(LogSource)] = typeof(LogSource),
        [nameof(LogPipeline)] = typeof(LogPipeline),
        [nameof(LogStore)] = typeof(LogStore),
        [nameof(ClusterLogSource)] = typeof(ClusterLogSource),
        [nameof(ClusterLogPipeline)] = typeof(ClusterLogPipeline),
        [nameof(ClusterLogStore)] = typeof(ClusterLogStore),
        [nameof(LogAgent)] = typeof(LogAgent),
    };

    private static readonly JsonSerializerOptions Forms = DeferredForms.Of(CrdsJson.Default, forms =>
    {
        forms.Defer<OwnerReference>();
        forms.Defer<RouteSpec>();
        forms.Defer<SourceRefSpec>();
        forms.Defer<LogSourceStatus>();
        forms.Defer<LogPipelineStatus>();
        forms.Defer<LogStoreStatus>();
        forms.Defer<LogAgentStatus>();
    });

    /// <summary>The kinds that can be read.</summary>
    public static IReadOnlyCollection<string> Kinds => Types.Keys;

    /// <summary>Whether an object is a custom resource of this product, in whatever version.</summary>
    public static bool IsOurs(JsonElement obj) =>
        Text(obj, "apiVersion") is { } version && (version == ApiGroup.Name || version.StartsWith(ApiGroup.Name + "/", StringComparison.Ordinal));

    /// <summary>Reads one object. Its status, if it has one, is read leniently, since people do not write it.</summary>
    public static ReadResource Read(JsonElement obj)
    {
        if (obj.ValueKind != JsonValueKind.Object)
        {
            return Failed("", $"must be an object (was {ShapeChecker.Describe(obj)})");
        }

        if (Text(obj, "apiVersion") is not ApiGroup.ApiVersion)
        {
            return Failed("apiVersion", $"must be {ApiGroup.ApiVersion} (was {Written(obj, "apiVersion")})");
        }

        if (Text(obj, "kind") is not { } kind || !Types.TryGetValue(kind, out var type))
        {
            return Failed("kind", $"must be one of {string.Join(", ", Types.Keys)} (was {Written(obj, "kind")})");
        }

        var typeInfo = Forms.GetTypeInfo(type);
        var problems = ShapeChecker.Check(obj, typeInfo);
        if (problems.Count > 0)
        {
            return new ReadResource(null, problems);
        }

        try
        {
            var resource = (IKubeObject)obj.Deserialize(typeInfo)!;
            problems.AddRange(ProblemList.Check(resource.Metadata, MetadataRules.Instance, "metadata"));
            return new ReadResource(problems.Count > 0 ? null : resource, problems);
        }
        catch (JsonException e)
        {
            return Failed(e.Path?.TrimStart('$', '.') ?? "", e.Message);
        }
    }

    private static ReadResource Failed(string path, string message) => new(null, [new Problem(path, Reasons.InvalidSpec, message)]);

    private static string? Text(JsonElement obj, string member) =>
        obj.ValueKind == JsonValueKind.Object && obj.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Written(JsonElement obj, string member) => obj.TryGetProperty(member, out var value) ? ShapeChecker.Describe(value) : "missing";
}
