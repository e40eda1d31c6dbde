using System.Text.Json.Serialization;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Reads and writes configurations. Members that are not known are ignored: programs of different versions talk through it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentConfig))]
[JsonSerializable(typeof(PipelineConfig))]
[JsonSerializable(typeof(StoreConfig))]
public sealed partial class PipelineJson : JsonSerializerContext;
