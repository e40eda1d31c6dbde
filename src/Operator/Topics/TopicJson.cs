using System.Text.Json.Serialization;

namespace LogOperator.Operator.Topics;

/// <summary>JSON form of the records.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TopicRecord))]
internal sealed partial class TopicJson : JsonSerializerContext;
