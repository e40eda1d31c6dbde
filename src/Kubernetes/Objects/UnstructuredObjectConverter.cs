using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Reads and writes <see cref="UnstructuredObject" /> as the JSON that it holds.</summary>
public sealed class UnstructuredObjectConverter : JsonConverter<UnstructuredObject>
{
    /// <inheritdoc />
    public override UnstructuredObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("expected a JSON object"));

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, UnstructuredObject value, JsonSerializerOptions options) => value.Json.WriteTo(writer, options);
}
