using System.Text.Json.Serialization;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>
/// The JSON form of the custom resources. Unknown members are ignored, since the API server may serve a newer version of a CRD than this
/// program knows; where people write, <see cref="Validation.ResourceReader"/> finds them.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LogSource))]
[JsonSerializable(typeof(LogPipeline))]
[JsonSerializable(typeof(LogStore))]
[JsonSerializable(typeof(ClusterLogSource))]
[JsonSerializable(typeof(ClusterLogPipeline))]
[JsonSerializable(typeof(ClusterLogStore))]
[JsonSerializable(typeof(LogAgent))]
public sealed partial class CrdsJson : JsonSerializerContext;
