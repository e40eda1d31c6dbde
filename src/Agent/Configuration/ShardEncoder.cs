using System.IO.Compression;
using System.Text.Json;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Agent.Configuration;

/// <summary>Writes a gzipped AgentConfig, as <see cref="ShardDecoder"/> reads it.</summary>
internal static class ShardEncoder
{
    /// <summary>The gzipped JSON.</summary>
    public static byte[] Encode(AgentConfig config)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, config, PipelineJson.Default.AgentConfig);
        }

        return packed.ToArray();
    }
}
