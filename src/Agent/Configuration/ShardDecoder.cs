using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// Reads a gzipped AgentConfig. Pipelines are read one by one, so that one which a newer operator wrote with something that this agent
/// does not know is refused alone.
/// </summary>
internal static class ShardDecoder
{
    /// <summary>Most bytes that a shard may unpack to: an operator's shard is far below, a gzip bomb above.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Reads one shard.</summary>
    /// <param name="name">Name of the shard, for messages.</param>
    /// <param name="content">The gzipped JSON.</param>
    /// <param name="problem">Why it cannot be read; null if it can.</param>
    /// <returns>Null if it cannot be read as a whole.</returns>
    public static Shard? Decode(string name, ReadOnlyMemory<byte> content, out string? problem)
    {
        try
        {
            var json = Unpack(content);
            if (json is null)
            {
                problem = $"{name}: expected at most {MaxBytes >> 20} MiB of configuration, found more";
                return null;
            }

            using var document = JsonDocument.Parse(json.GetBuffer().AsMemory(0, (int)json.Length));
            return Read(name, Convert.ToHexStringLower(SHA256.HashData(json.GetBuffer().AsSpan(0, (int)json.Length))), document.RootElement, out problem);
        }
        catch (InvalidDataException e)
        {
            problem = $"{name}: expected gzipped JSON: {e.Message}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: bytes that are no UTF-8, or half a surrogate pair, where a name is read.
            problem = $"{name}: expected an agent's configuration: {e.Message}";
        }

        return null;
    }

    private static MemoryStream? Unpack(ReadOnlyMemory<byte> content)
    {
        using var packed = new MemoryStream(content.ToArray(), writable: false);
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        var json = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (gzip.Read(buffer) is > 0 and var read)
        {
            if (json.Length + read > MaxBytes)
            {
                return null;
            }

            json.Write(buffer, 0, read);
        }

        return json;
    }

    private static Shard? Read(string name, string hash, JsonElement root, out string? problem)
    {
        if (Number(root, "formatVersion"u8) is not { } number)
        {
            problem = $"{name}: expected a number as formatVersion, found none";
            return null;
        }

        if (number > AgentConfig.CurrentFormatVersion)
        {
            problem = $"{name}: expected formatVersion {AgentConfig.CurrentFormatVersion} or older, found {number}: this agent is too old for its operator";
            return null;
        }

        var stores = new List<StoreConfig>();
        var unreadable = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in Items(root, "stores"u8))
        {
            try
            {
                stores.Add(element.Deserialize(PipelineJson.Default.StoreConfig)!);
            }
            catch (JsonException e)
            {
                unreadable[$"{Text(element, "namespace"u8)}/{Text(element, "name"u8)}"] = e.Message;
            }
        }

        problem = null;
        return new Shard(name, hash, [.. Items(root, "pipelines"u8).Select(p => ReadPipeline(p, unreadable))], stores);
    }

    private static ShardPipeline ReadPipeline(JsonElement element, Dictionary<string, string> unreadableStores)
    {
        var generation = Number(element, "generation"u8) ?? 0;
        var (@namespace, name) = (Text(element, "namespace"u8), Text(element, "name"u8));
        if (Features.Missing(Items(element, "features"u8).Select(f => f.ToString())) is { } missing)
        {
            return new ShardPipeline(@namespace, name, generation, null, $"needs the feature {missing}, which this agent (version {AgentVersion.Text}) does not have");
        }

        try
        {
            var config = element.Deserialize(PipelineJson.Default.PipelineConfig)!;
            foreach (var store in config.NeededStores)
            {
                if (unreadableStores.TryGetValue(store, out var why))
                {
                    return new ShardPipeline(@namespace, name, generation, null, $"its store {store} cannot be read by this agent (version {AgentVersion.Text}): {why}");
                }
            }

            return new ShardPipeline(@namespace, name, generation, config, null);
        }
        catch (JsonException e)
        {
            return new ShardPipeline(@namespace, name, generation, null, $"cannot be read by this agent (version {AgentVersion.Text}): {e.Message}");
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, ReadOnlySpan<byte> member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static long? Number(JsonElement parent, ReadOnlySpan<byte> member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;

    private static string Text(JsonElement parent, ReadOnlySpan<byte> member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
