using System.Text;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sinks;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Sinks;

/// <summary>Stores, requests and secrets for tests of sinks.</summary>
internal static class SinkTest
{
    public static StoreConfig Store(SinkSpec spec, string @namespace = "shop", string name = "store") =>
        new() { Namespace = @namespace, Name = name, SecretNamespace = @namespace, Spec = spec };

    public static SinkContext Context(
        SinkSpec spec, MemoryCredentials? credentials = null, string? fileRoot = null, Stream? output = null, TimeProvider? time = null, string @namespace = "shop") =>
        new(Store(spec, @namespace), credentials ?? new MemoryCredentials(), fileRoot, output ?? Stream.Null, time ?? TimeProvider.System, NullLogger.Instance);

    public static ISink Build(
        SinkSpec spec, MemoryCredentials? credentials = null, string? fileRoot = null, Stream? output = null, TimeProvider? time = null, string @namespace = "shop") =>
        spec.Chosen!.Build(Context(spec, credentials, fileRoot, output, time, @namespace));

    public static SinkRequest Request(RecordBatch batch) => new([.. Enumerable.Range(0, batch.Count).Select(i => new RecordRef(batch, i))]);

    /// <summary>Sends one request with a record per line.</summary>
    public static async Task<SendResult> SendAsync(ISink sink, params string[] lines)
    {
        var batch = Some.Batch(lines);
        try
        {
            return await sink.SendAsync(Request(batch), CancellationToken.None);
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>The bodies of JSON lines.</summary>
    public static string[] Bodies(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Body)];

    public static string Body(string line)
    {
        using var json = System.Text.Json.JsonDocument.Parse(line);
        return json.RootElement.GetProperty("body").GetString()!;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
