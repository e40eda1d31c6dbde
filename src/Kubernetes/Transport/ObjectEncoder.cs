using System.Text.Json;
using System.Text.Json.Nodes;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Transport;

/// <summary>Encodes objects for writing: with apiVersion and kind, which typed objects may lack, and without managedFields, which an apply must not carry.</summary>
internal static class ObjectEncoder
{
    public static byte[] Encode<T>(KubeResource<T> resource, T obj)
        where T : class, IKubeObject
    {
        var json = JsonSerializer.SerializeToNode(obj, resource.TypeInfo)!.AsObject();
        json["apiVersion"] = resource.ApiVersion;
        json["kind"] = resource.Kind;
        (json["metadata"] as JsonObject)?.Remove("managedFields");
        return Bytes(json);
    }

    public static byte[] Bytes(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            node.WriteTo(writer);
        }

        return stream.ToArray();
    }
}
