using System.Text;
using System.Text.Json;
using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Tests.Encoders;

internal static class Encoded
{
    public static string Text(Pipeline.Records.Record record)
    {
        using var encoder = new JsonRecordEncoder();
        using var buffer = new EncodeBuffer();
        encoder.Encode(record, buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    public static JsonElement Json(Pipeline.Records.Record record)
    {
        using var document = JsonDocument.Parse(Text(record));
        return document.RootElement.Clone();
    }

    /// <summary>Reads every token of a JSON text, strings decoded; throws where it is not valid. Returns the names of each object.</summary>
    public static List<List<string>> ReadAll(ReadOnlySpan<byte> json)
    {
        var all = new List<List<string>>();
        var open = new Stack<List<string>>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push([]);
                    break;
                case JsonTokenType.EndObject:
                    all.Add(open.Pop());
                    break;
                case JsonTokenType.PropertyName:
                    open.Peek().Add(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    reader.GetString();
                    break;
            }
        }

        return all;
    }
}
