using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LogOperator.Crds.Tests.Schema;

/// <summary>Writes JSON as block-style YAML, the same text for the same content.</summary>
internal static partial class YamlText
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0, inList: false);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent, bool inList)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } obj:
                var first = true;
                foreach (var (name, value) in obj)
                {
                    text.Append(' ', first && inList ? 0 : indent).Append(Scalar(name)).Append(':');
                    Value(text, value, indent, inMap: true);
                    first = false;
                }

                break;
            case JsonArray { Count: > 0 } array:
                foreach (var item in array)
                {
                    text.Append(' ', indent).Append('-');
                    Value(text, item, indent, inMap: false);
                }

                break;
            default:
                text.Append(Leaf(node)).Append('\n');
                break;
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent, bool inMap)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 }:
                text.Append(inMap ? '\n' : ' ');
                Write(text, value, indent + 2, inList: !inMap);
                break;
            case JsonArray { Count: > 0 }:
                text.Append('\n');
                Write(text, value, inMap ? indent : indent + 2, inList: false);
                break;
            default:
                text.Append(' ').Append(Leaf(value)).Append('\n');
                break;
        }
    }

    private static string Leaf(JsonNode? node) => node switch
    {
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Scalar(string value)
    {
        if (Plain().IsMatch(value) && !Words.Contains(value.ToLowerInvariant()))
        {
            return value;
        }

        return "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    // Texts that no YAML reader takes for anything but a string.
    [GeneratedRegex(@"^[A-Za-z/][-A-Za-z0-9_./]*( [-A-Za-z0-9_./,]+)*$")]
    private static partial Regex Plain();
}
