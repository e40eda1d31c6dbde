using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Publishing;
using LogOperator.Operator.Resources;

namespace LogOperator.Operator.Tests.Resources;

public sealed class SecretsTests
{
    private const string Agents = "log-operator-agents";

    [Fact]
    public void A_configuration_comes_back_out_of_its_secret()
    {
        var config = Some.Config(Some.Pipeline());

        var secret = ConfigSecret.Build("default", 9, config, Agents);

        Assert.Equal("logagent-default-config-9", secret.Metadata.Name);
        Assert.Equal("default", secret.Label("logoperator.io/agent"));
        Assert.Equal("config", secret.Label("logoperator.io/content"));
        var decoded = ConfigCodec.TryDecode(secret.Data!["config-9.json.gz"], out var hash, out var problem);
        Assert.Null(problem);
        Assert.Equal(secret.Annotation(Names.HashAnnotation), hash);
        Assert.Equal(ConfigCodec.ToJson(config), ConfigCodec.ToJson(decoded!));
    }

    [Fact]
    public void The_same_configuration_in_other_compression_is_the_same()
    {
        var wanted = ConfigSecret.Build("default", 0, Some.Config(Some.Pipeline()), Agents);
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.NoCompression, true))
        {
            gzip.Write(ConfigCodec.ToJson(Some.Config(Some.Pipeline())));
        }

        var published = wanted with { Data = new Dictionary<string, byte[]> { ["config-0.json.gz"] = packed.ToArray() } };

        Assert.True(ConfigSecret.IsSame(published, wanted, 0));
    }

    [Fact]
    public void Another_configuration_a_damaged_one_and_a_lost_label_are_not_the_same_whatever_the_annotation_says()
    {
        var wanted = ConfigSecret.Build("default", 0, Some.Config(Some.Pipeline()), Agents);
        var other = ConfigSecret.Build("default", 0, Some.Config(Some.Pipeline(generation: 4)), Agents);

        Assert.False(ConfigSecret.IsSame(other with { Metadata = wanted.Metadata }, wanted, 0));
        Assert.False(ConfigSecret.IsSame(wanted with { Data = new Dictionary<string, byte[]> { ["config-0.json.gz"] = [1, 2, 3] } }, wanted, 0));
        Assert.False(ConfigSecret.IsSame(wanted with { Metadata = wanted.Metadata with { Labels = null } }, wanted, 0));
    }

    [Fact]
    public void What_is_not_gzip_not_json_or_of_a_later_format_is_a_problem_and_no_exception()
    {
        foreach (var data in new[] { [], "junk"u8.ToArray(), ConfigCodec.Compress("{"u8), ConfigCodec.Compress("null"u8), ConfigCodec.Compress("""{"formatVersion":99,"pipelines":[],"stores":[]}"""u8) })
        {
            Assert.Null(ConfigCodec.TryDecode(data, out _, out var problem));
            Assert.NotNull(problem);
        }
    }

    [Fact]
    public void Credentials_are_keyed_by_namespace_secret_and_key()
    {
        var secret = CredentialsSecret.Build("default", 4, new Dictionary<string, byte[]> { [CredentialsSecret.Key("shop", "kafka-user", "pass_word")] = "s"u8.ToArray() }, Agents);

        Assert.Equal("logagent-default-credentials-4", secret.Metadata.Name);
        Assert.Equal("credentials", secret.Label("logoperator.io/content"));
        Assert.Equal("shop_kafka-user_pass_word", Assert.Single(secret.Data!).Key);
    }

    [Fact]
    public void Credentials_differ_by_value_by_key_and_by_what_somebody_added()
    {
        Secret Of(params (string Key, string Value)[] values) =>
            CredentialsSecret.Build("default", 0, values.ToDictionary(v => v.Key, v => System.Text.Encoding.UTF8.GetBytes(v.Value)), Agents);

        Assert.True(CredentialsSecret.IsSame(Of(("a", "1")), Of(("a", "1"))));
        Assert.False(CredentialsSecret.IsSame(Of(("a", "2")), Of(("a", "1"))));
        Assert.False(CredentialsSecret.IsSame(Of(("b", "1")), Of(("a", "1"))));
        Assert.False(CredentialsSecret.IsSame(Of(("a", "1"), ("b", "1")), Of(("a", "1"))));
    }
}
