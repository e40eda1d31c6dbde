using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogOperator.Pipeline.Configuration;

/// <summary>A number of bytes as users write it: <c>512Ki</c>, <c>8Mi</c>, <c>1Gi</c>, <c>1000000</c>, <c>1M</c> (Kubernetes quantities without fractions).</summary>
/// <param name="Bytes">The number of bytes.</param>
[JsonConverter(typeof(Converter))]
public readonly partial record struct ByteSize(long Bytes)
{
    /// <summary>Longest text form, in characters.</summary>
    public const int MaximumLength = 17;

    /// <summary>Pattern of the text form, for schemas.</summary>
    public const string Pattern = "^[0-9]{1,15}(Ki|Mi|Gi|Ti|k|M|G|T)?$";

    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("Ti", 1L << 40), ("Gi", 1L << 30), ("Mi", 1L << 20), ("Ki", 1L << 10),
        ("T", 1_000_000_000_000), ("G", 1_000_000_000), ("M", 1_000_000), ("k", 1_000),
    ];

    /// <summary>Reads the text form.</summary>
    /// <returns>False where the text is not a number of bytes.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ByteSize size)
    {
        var factor = 1L;
        foreach (var unit in Units)
        {
            if (text.EndsWith(unit.Suffix, StringComparison.Ordinal))
            {
                text = text[..^unit.Suffix.Length];
                factor = unit.Factor;
                break;
            }
        }

        size = default;
        if (text.Length > 15 || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / factor)
        {
            return false;
        }

        size = new ByteSize(number * factor);
        return true;
    }

    /// <summary>The text form in the largest whole binary unit.</summary>
    public override string ToString()
    {
        foreach (var (suffix, factor) in Units.AsSpan(0, 4))
        {
            if (Bytes != 0 && Bytes % factor == 0)
            {
                return (Bytes / factor).ToString(CultureInfo.InvariantCulture) + suffix;
            }
        }

        return Bytes.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Reads and writes the text form.</summary>
    public sealed class Converter : JsonConverter<ByteSize>
    {
        /// <inheritdoc/>
        public override ByteSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return TryParse(text, out var size)
                ? size
                : throw new JsonException($"expected a size such as \"8Mi\", found {(text is null ? reader.TokenType.ToString().ToLowerInvariant() : $"\"{text}\"")}");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, ByteSize value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
