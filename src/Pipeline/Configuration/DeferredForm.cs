using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Stands for a type's form until a value is met.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="context">Has the form.</param>
internal sealed class DeferredForm<T>(JsonSerializerContext context) : JsonConverter<T>, IDeferredForm
{
    public JsonTypeInfo Form => context.GetTypeInfo(typeof(T))!;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)Form);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, (JsonTypeInfo<T>)Form);
}
