using System.IO.Compression;
using System.Text;
using LogOperator.Agent.Configuration;

namespace LogOperator.Agent.Tests.Configuration;

public sealed class ShardDecoderTests
{
    private const string Good = """
        {"namespace":"shop","name":"web","generation":3,"sources":[],"stages":[],"routes":[{"name":"all","stores":["shop/out"]}]}
        """;

    private const string Store = """{"namespace":"shop","name":"out","secretNamespace":"shop","spec":{"blackhole":{}}}""";

    [Fact]
    public void What_was_encoded_is_read_back()
    {
        var shard = ShardDecoder.Decode("config-0", Some.ShardBytes(Some.Pipeline(generation: 7)), out var problem);

        Assert.Null(problem);
        var pipeline = Assert.Single(shard!.Pipelines);
        Assert.Equal(("shop/web", 7L, null), (pipeline.Key, pipeline.Generation, pipeline.Refusal));
        Assert.Equal(["shop"], pipeline.Config!.Sources[0].Namespaces);
        Assert.Equal("shop/out", Assert.Single(shard.Stores).Key);
    }

    [Fact]
    public void A_newer_format_is_refused_as_a_whole()
    {
        var shard = ShardDecoder.Decode("config-0", Zip("""{"formatVersion":2,"pipelines":[],"stores":[]}"""), out var problem);

        Assert.Null(shard);
        Assert.Equal("config-0: expected formatVersion 1 or older, found 2: this agent is too old for its operator", problem);
    }

    [Fact]
    public void Members_that_are_not_known_are_ignored()
    {
        var shard = ShardDecoder.Decode(
            "config-0", Zip($$"""{"formatVersion":1,"later":{"a":1},"pipelines":[{{Good.Replace("\"generation\"", "\"later\":[1],\"generation\"")}}],"stores":[{{Store}}]}"""), out _);

        Assert.NotNull(Assert.Single(shard!.Pipelines).Config);
    }

    [Fact]
    public void A_pipeline_with_an_unknown_feature_is_refused_alone()
    {
        var other = Good.Replace("\"web\"", "\"api\"").Replace("\"generation\"", "\"features\":[\"tail.gz\"],\"generation\"");
        var shard = ShardDecoder.Decode("config-0", Zip($$"""{"formatVersion":1,"pipelines":[{{other}},{{Good}}],"stores":[{{Store}}]}"""), out var problem);

        Assert.Null(problem);
        Assert.Equal(["shop/api", "shop/web"], shard!.Pipelines.Select(p => p.Key));
        Assert.Contains("needs the feature tail.gz", shard.Pipelines[0].Refusal);
        Assert.Null(shard.Pipelines[1].Refusal);
    }

    [Fact]
    public void A_pipeline_that_does_not_fit_is_refused_alone_with_the_place()
    {
        var other = Good.Replace("\"web\"", "\"api\"").Replace("\"stages\":[]", "\"stages\":[{\"onError\":\"Explode\"}]");
        var shard = ShardDecoder.Decode("config-0", Zip($$"""{"formatVersion":1,"pipelines":[{{other}},{{Good}}],"stores":[{{Store}}]}"""), out _);

        Assert.Contains("$.stages[0].onError", shard!.Pipelines[0].Refusal);
        Assert.Equal(3, shard.Pipelines[0].Generation);
        Assert.Null(shard.Pipelines[1].Refusal);
    }

    [Fact]
    public void A_store_that_does_not_fit_refuses_only_the_pipelines_that_name_it()
    {
        var other = Good.Replace("\"web\"", "\"api\"").Replace("shop/out", "shop/bad");
        var bad = Store.Replace("\"out\"", "\"bad\"").Replace("\"blackhole\":{}", "\"batch\":{\"maxRecords\":\"many\"}");
        var shard = ShardDecoder.Decode("config-0", Zip($$"""{"formatVersion":1,"pipelines":[{{other}},{{Good}}],"stores":[{{bad}},{{Store}}]}"""), out _);

        Assert.Contains("its store shop/bad cannot be read", shard!.Pipelines[0].Refusal);
        Assert.Null(shard.Pipelines[1].Refusal);
        Assert.Equal("shop/out", Assert.Single(shard.Stores).Key);
    }

    [Theory]
    [InlineData("not gzip at all")]
    [InlineData("")]
    public void What_is_not_gzip_is_told(string content)
    {
        Assert.Null(ShardDecoder.Decode("config-0", Encoding.UTF8.GetBytes(content), out var problem));
        Assert.StartsWith("config-0: expected ", problem);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"formatVersion":"one"}""")]
    [InlineData("""{"formatVersion":1,"pipelines":[""")]
    public void What_is_not_a_configuration_is_told(string json)
    {
        Assert.Null(ShardDecoder.Decode("config-0", Zip(json), out var problem));
        Assert.StartsWith("config-0: expected ", problem);
    }

    [Fact]
    public void A_name_that_is_no_text_is_told()
    {
        Assert.Null(ShardDecoder.Decode("config-0", Zip("""{"formatVersion":1,"pipelines":[],"stores":[{"namespace":"\ud800"}]}"""), out var problem));
        Assert.StartsWith("config-0: expected an agent's configuration: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_cut_short_is_told()
    {
        var whole = Some.ShardBytes([.. Enumerable.Range(0, 50).Select(i => Some.Pipeline(name: $"p{i}"))]);

        Assert.Null(ShardDecoder.Decode("config-0", whole.AsMemory(0, whole.Length / 2), out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void A_gzip_bomb_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var blanks = new byte[1024 * 1024];
            blanks.AsSpan().Fill((byte)' ');
            for (var i = 0; i <= ShardDecoder.MaxBytes / blanks.Length; i++)
            {
                gzip.Write(blanks);
            }
        }

        Assert.Null(ShardDecoder.Decode("config-0", packed.ToArray(), out var problem));
        Assert.Equal("config-0: expected at most 64 MiB of configuration, found more", problem);
    }

    private static byte[] Zip(string json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        return packed.ToArray();
    }
}
