using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>Reads custom resources that people wrote (files, admission requests) strictly, and tells everything that does not fit at once.</summary>
public static class ResourceReader
{
    // Each form is made when the first object of its kind is read: all of them together cost more than the rest of a start.
    private static readonly Dictionary<string, Func<JsonTypeInfo>> Forms = new()
    {
        [nameof(LogSource)] = () => LogSource.Resource.TypeInfo,
        [nameof(LogPipeline)] = () => LogPipeline.Resource.TypeInfo,
        [nameof(LogStore)] = () => LogStore.Resource.TypeInfo,
        [nameof(ClusterLogSource)] = () => ClusterLogSource.Resource.TypeInfo,
        [nameof(ClusterLogPipeline)] = () => ClusterLogPipeline.Resource.TypeInfo,
        [nameof(ClusterLogStore)] = () => ClusterLogStore.Resource.TypeInfo,
        [nameof(LogAgent)] = () => LogAgent.Resource.TypeInfo,
    };

    /// <summary>The kinds that can be read.</summary>
    public static IReadOnlyCollection<string> Kinds => Forms.Keys;

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

        if (Text(obj, "kind") is not { } kind || !Forms.TryGetValue(kind, out var form))
        {
            return Failed("kind", $"must be one of {string.Join(", ", Forms.Keys)} (was {Written(obj, "kind")})");
        }

        var typeInfo = form();
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
