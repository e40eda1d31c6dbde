using System.IO.Compression;
using System.Text;
using LogOperator.Agent.Configuration;
using LogOperator.TestKit.Fuzzing;

namespace LogOperator.Agent.Tests.Configuration;

/// <summary>Configuration as it may arrive from a broken operator, disk or network.</summary>
[Trait("Category", "Integration")]
public sealed class ShardFuzzTests
{
    private static readonly string Sample = Unzip(Some.ShardBytes(Some.Pipeline(generation: 7)));

    [Fact]
    public void A_damaged_shard_is_refused_with_a_sentence() =>
        new Fuzz { Files = [Some.ShardBytes(Some.Pipeline(generation: 7))], Allocations = (256 << 20, 0) }.Run(Check);

    [Fact]
    public void Damaged_JSON_in_a_shard_is_refused_with_a_sentence() =>
        new Fuzz(Sample) { Words = ["null", "[]", "{}", "\"\"", "-1", "1e999", "\\ud800", "\"containerLogs\":"], Allocations = (64 << 20, 400) }
            .Run(json => Check(Zip(json)));

    private static void Check(byte[] bytes)
    {
        var shard = ShardDecoder.Decode("config-0", bytes, out var problem);
        Assert.True(shard is not null || problem!.StartsWith("config-0: ", StringComparison.Ordinal), $"neither a shard nor a problem: {problem}");
        foreach (var pipeline in shard?.Pipelines ?? [])
        {
            Assert.True(pipeline.Config is not null || !string.IsNullOrEmpty(pipeline.Refusal), "neither a pipeline nor a refusal");
        }
    }

    private static byte[] Zip(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(json);
        }

        return packed.ToArray();
    }

    private static string Unzip(byte[] packed)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
