using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>An object of any kind as plain JSON; for kinds that have no type here.</summary>
[JsonConverter(typeof(UnstructuredObjectConverter))]
public sealed class UnstructuredObject : IKubeObject
{
    private ObjectMeta? metadata;

    /// <summary>Wraps a JSON object, which this object owns from now on.</summary>
    public UnstructuredObject(JsonObject json) => Json = json;

    /// <summary>The object itself. Changes to its metadata are not seen once <see cref="Metadata" /> was read.</summary>
    public JsonObject Json { get; }

    /// <inheritdoc />
    public string? ApiVersion => Json["apiVersion"]?.GetValue<string>();

    /// <inheritdoc />
    public string? Kind => Json["kind"]?.GetValue<string>();

    /// <inheritdoc />
    /// <exception cref="JsonException">The metadata is missing or is not that of a Kubernetes object.</exception>
    public ObjectMeta Metadata => metadata ??= Json["metadata"]?.Deserialize(KubernetesJson.Default.ObjectMeta) ?? throw new JsonException("metadata is missing");

    /// <summary>Parses an object.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static UnstructuredObject Parse(ReadOnlySpan<byte> utf8Json) =>
        new(JsonNode.Parse(utf8Json) as JsonObject ?? throw new JsonException("expected a JSON object"));
}
