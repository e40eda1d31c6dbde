using System.Text.Json;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Transport;

/// <summary>Decodes the objects of lists and watches one by one, so that one that does not fit never hides the others.</summary>
internal static class ObjectDecoder
{
    public static T? TryDecode<T>(KubeResource<T> resource, JsonElement json, out UndecodableObject? undecodable)
        where T : class, IKubeObject
    {
        undecodable = null;
        string problem;
        try
        {
            var obj = json.Deserialize(resource.TypeInfo);
            if (!string.IsNullOrEmpty(obj?.Metadata?.Name))
            {
                return obj;
            }

            problem = "expected metadata.name, found none";
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NotSupportedException or ArgumentException or OverflowException)
        {
            problem = e.Message;
        }

        var metadata = Member(json, "metadata");
        long? generation = Member(metadata, "generation") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
        undecodable = new UndecodableObject(
            new ObjectKey(Text(metadata, "namespace"), Text(metadata, "name") ?? ""),
            Text(metadata, "uid"),
            Text(metadata, "resourceVersion"),
            generation,
            $"{resource.Kind} {Text(metadata, "namespace")}/{Text(metadata, "name")}: {problem}");
        return null;
    }

    public static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;
}
