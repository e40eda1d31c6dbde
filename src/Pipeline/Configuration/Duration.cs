using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogOperator.Pipeline.Configuration;

/// <summary>A span of time as users write it: <c>500ms</c>, <c>30s</c>, <c>1m30s</c>, <c>24h</c>.</summary>
/// <param name="Value">The span.</param>
[JsonConverter(typeof(Converter))]
public readonly partial record struct Duration(TimeSpan Value)
{
    /// <summary>Longest text form, in characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>Pattern of the text form, for schemas.</summary>
    public const string Pattern = "^([0-9]{1,9}(ms|s|m|h))+$";

    /// <summary>Reads the text form.</summary>
    /// <returns>False where the text is not a duration.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Duration duration)
    {
        var total = TimeSpan.Zero;
        duration = default;
        if (text.Length > MaximumLength)
        {
            return false;
        }

        var any = false;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 9)
            {
                return false;
            }

            var number = long.Parse(text[..digits], System.Globalization.CultureInfo.InvariantCulture);
            text = text[digits..];
            var (unit, length) = text switch
            {
                ['m', 's', ..] => (TimeSpan.TicksPerMillisecond, 2),
                ['s', ..] => (TimeSpan.TicksPerSecond, 1),
                ['m', ..] => (TimeSpan.TicksPerMinute, 1),
                ['h', ..] => (TimeSpan.TicksPerHour, 1),
                _ => (0L, 0),
            };
            if (length == 0 || number > (TimeSpan.MaxValue.Ticks - total.Ticks) / unit)
            {
                return false;
            }

            total += TimeSpan.FromTicks(number * unit);
            text = text[length..];
            any = true;
        }

        duration = new Duration(total);
        return any;
    }

    /// <summary>The text form in the largest whole unit.</summary>
    public override string ToString() => Value.Ticks switch
    {
        0 => "0s",
        var t when t % TimeSpan.TicksPerHour == 0 => $"{t / TimeSpan.TicksPerHour}h",
        var t when t % TimeSpan.TicksPerMinute == 0 => $"{t / TimeSpan.TicksPerMinute}m",
        var t when t % TimeSpan.TicksPerSecond == 0 => $"{t / TimeSpan.TicksPerSecond}s",
        var t => $"{t / TimeSpan.TicksPerMillisecond}ms",
    };

    /// <summary>Reads and writes the text form.</summary>
    public sealed class Converter : JsonConverter<Duration>
    {
        /// <inheritdoc/>
        public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return TryParse(text, out var duration)
                ? duration
                : throw new JsonException($"expected a duration such as \"30s\" or \"500ms\", found {(text is null ? reader.TokenType.ToString().ToLowerInvariant() : $"\"{text}\"")}");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
