using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Writes a point in time as a Kubernetes <c>Time</c>: RFC 3339 in UTC with whole seconds, as the server itself stores it; reads any RFC 3339 time.</summary>
public sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
