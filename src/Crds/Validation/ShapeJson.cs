using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogOperator.Crds.Validation;

/// <summary>The JSON form of JSON itself, for comparing texts.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ShapeJson : JsonSerializerContext;
