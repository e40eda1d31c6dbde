using System.Text.Json.Nodes;

namespace LogOperator.Kubernetes;

/// <summary>A patch and the way in which it is to be understood.</summary>
public sealed class KubePatch
{
    private KubePatch(string mediaType, JsonNode content)
    {
        MediaType = mediaType;
        Content = content;
    }

    internal string MediaType { get; }

    internal JsonNode Content { get; }

    /// <summary>JSON merge patch (RFC 7396): members replace, null removes, lists are replaced as a whole.</summary>
    public static KubePatch Merge(JsonObject content) => new("application/merge-patch+json", content);

    /// <summary>JSON patch (RFC 6902): a list of operations, each of which must succeed.</summary>
    public static KubePatch Json(JsonArray operations) => new("application/json-patch+json", operations);
}
