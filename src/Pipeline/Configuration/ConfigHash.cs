using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Fingerprint of a pipeline with its stores: equal exactly where an agent would run the same.</summary>
public static class ConfigHash
{
    /// <summary>Computes it, without what the pipeline carries as its hash, from the canonical JSON form (members in ordinal order, nothing left to formatting).</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="stores">Stores of the configuration; those that the pipeline does not name are passed over.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(PipelineConfig pipeline, IEnumerable<StoreConfig> stores)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var named = pipeline.NeededStores.ToHashSet(StringComparer.Ordinal);
        var config = new AgentConfig
        {
            FormatVersion = AgentConfig.CurrentFormatVersion,
            Pipelines = [pipeline with { Hash = null }],
            Stores = [.. stores.Where(s => named.Contains(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal)],
        };
        var canonical = Canonical(JsonSerializer.SerializeToNode(config, PipelineJson.Default.AgentConfig))!.ToJsonString();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)).AsSpan(0, 16));
    }

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Canonical(m.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Canonical)]),
        _ => node?.DeepClone(),
    };
}
