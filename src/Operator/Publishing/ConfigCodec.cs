using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Publishing;

/// <summary>The form in which a part of the configuration lies in its Secret: JSON, gzipped.</summary>
internal static class ConfigCodec
{
    // Far above anything that fits a Secret; a crafted Secret must not fill the memory.
    private const int MaxBytes = 64 << 20;

    /// <summary>The JSON form; equal configurations give equal bytes.</summary>
    public static byte[] ToJson(AgentConfig config) => JsonSerializer.SerializeToUtf8Bytes(config, PipelineJson.Default.AgentConfig);

    /// <summary>Compresses.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(json);
        }

        return packed.ToArray();
    }

    /// <summary>Hash of the content before compression, so that another version of the compressor changes nothing.</summary>
    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content)[..16]);

    /// <summary>Reads a part back.</summary>
    /// <returns>Null, with the problem, where it is damaged or of an unknown format.</returns>
    public static AgentConfig? TryDecode(byte[] data, out string? hash, out string? problem)
    {
        hash = null;
        problem = null;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
            using var json = new MemoryStream();
            var buffer = new byte[16 << 10];
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                json.Write(buffer, 0, read);
                if (json.Length > MaxBytes)
                {
                    problem = $"expected at most {MaxBytes} bytes of JSON, found more";
                    return null;
                }
            }

            var bytes = json.ToArray();
            var config = JsonSerializer.Deserialize(bytes, PipelineJson.Default.AgentConfig);
            if (config is null || config.FormatVersion > AgentConfig.CurrentFormatVersion)
            {
                problem = $"expected format version {AgentConfig.CurrentFormatVersion} or older, found {config?.FormatVersion.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}";
                return null;
            }

            hash = Hash(bytes);
            return config;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or NotSupportedException)
        {
            problem = e.Message;
            return null;
        }
    }
}
