using System.Text.Json;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Transport;

/// <summary>Reads one page of a list.</summary>
internal static class ListReader
{
    public static async Task<KubeList<T>> ReadAsync<T>(KubeResource<T> resource, Stream stream, CancellationToken cancellation)
        where T : class, IKubeObject
    {
        using var document = await JsonDocument.ParseAsync(stream, default, cancellation).ConfigureAwait(false);
        var metadata = ObjectDecoder.Member(document.RootElement, "metadata");
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("expected a list with metadata, found none");
        }

        var items = ObjectDecoder.Member(document.RootElement, "items");
        var objects = new List<T>();
        var undecodable = new List<UndecodableObject>();
        if (items.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in items.EnumerateArray())
            {
                if (ObjectDecoder.TryDecode(resource, item, out var problem) is { } obj)
                {
                    objects.Add(obj);
                }
                else
                {
                    undecodable.Add(problem!);
                }
            }
        }

        return new KubeList<T>(objects, undecodable, metadata.Deserialize(KubernetesJson.Default.ListMeta)!);
    }
}
