using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Blackhole;
using LogOperator.Pipeline.Sinks.File;
using LogOperator.Pipeline.Sinks.Http;
using LogOperator.Pipeline.Sinks.Kafka;

namespace LogOperator.Pipeline.Tests.Sinks;

public sealed class SinkSpecRulesTests
{
    private static readonly KafkaSinkSpec Kafka = new() { BootstrapServers = ["b:9092"], Topic = new KafkaTopicSpec { Name = "logs" } };

    [Theory]
    [InlineData("kafka", "must be host:port (was \"kafka\")")]
    [InlineData("b:", "must be host:port (was \"b:\")")]
    [InlineData("b:9092\n", "must be host:port (was \"b:9092\n\")")]
    [InlineData("sasl://b:9092", "must be host:port (was \"sasl://b:9092\")")]
    [InlineData("b:0", "must have a port from 1 to 65535 (was \"b:0\")")]
    [InlineData("b:99999", "must have a port from 1 to 65535 (was \"b:99999\")")]
    [InlineData("b:65535", null)]
    [InlineData("b:9092", null)]
    [InlineData("10.0.0.1:9092", null)]
    [InlineData("[::1]:9092", null)]
    public void Bootstrap_servers_are_host_and_port(string server, string? problem) =>
        AssertProblem(new SinkSpec { Kafka = Kafka with { BootstrapServers = [server] } }, "kafka.BootstrapServers[0]", problem);

    [Theory]
    [InlineData("logs.shop_1-x", null)]
    [InlineData("a b", "must be letters, digits, dots, underscores and dashes (was \"a b\")")]
    [InlineData("..", "must not be \".\" or \"..\"")]
    public void Topics_have_legal_names(string topic, string? problem) =>
        AssertProblem(new SinkSpec { Kafka = Kafka with { Topic = new KafkaTopicSpec { Name = topic } } }, "kafka.Topic.Name", problem);

    [Theory]
    [InlineData("{pod.uid}/{container}", null)]
    [InlineData("fixed", null)]
    [InlineData("{pod}", "must only use {pod.uid}, {pod.name}, {namespace}, {container}, {node} (was \"{pod}\")")]
    [InlineData("{node", "must close every { with a }")]
    [InlineData("node}", "must close every { with a }")]
    public void Keys_use_known_places(string template, string? problem) =>
        AssertProblem(new SinkSpec { Kafka = Kafka with { Key = new KafkaKeySpec { Template = template } } }, "kafka.Key.Template", problem);

    [Theory]
    [InlineData("https://logs.example.com/in?x=1", null)]
    [InlineData("http://[::1]:80/", null)]
    [InlineData("ftp://x/", "must be an http or https address without user or fragment (was \"ftp://x/\")")]
    [InlineData("https://u:p@x/", "must be an http or https address without user or fragment (was \"https://u:p@x/\")")]
    [InlineData("https://x:0/", "must have a port from 1 to 65535 (was \"https://x:0/\")")]
    [InlineData("https://x:99999/", "must be an absolute address (was \"https://x:99999/\")")]
    [InlineData("https://x:y/", "must be an absolute address (was \"https://x:y/\")")]
    public void Addresses_are_http_without_user(string url, string? problem) =>
        AssertProblem(new SinkSpec { Http = new HttpSinkSpec { Url = url } }, "http.Url", problem);

    [Theory]
    [InlineData("a/out.ndjson", null)]
    [InlineData("../out", "must not contain \"..\" (was \"../out\")")]
    [InlineData("a/", "must name a file, not a directory (was \"a/\")")]
    [InlineData("a\0b", "must not contain a NUL character")]
    public void File_paths_stay_where_they_are(string path, string? problem) =>
        AssertProblem(new SinkSpec { File = new FileSinkSpec { Path = path } }, "file.Path", problem);

    [Fact]
    public void Exactly_one_kind_is_given()
    {
        AssertProblem(new SinkSpec(), "", "expected exactly one kind of store, found none");
        AssertProblem(
            new SinkSpec { Kafka = Kafka, Blackhole = new BlackholeSinkSpec() }, "", "expected exactly one kind of store, found kafka and blackhole");
    }

    [Fact]
    public void Numbers_of_managed_topics_are_bounded()
    {
        var spec = new SinkSpec { Kafka = Kafka with { TopicManagement = new() { Partitions = 0, ReplicationFactor = 101 } } };
        Assert.Equal(["kafka.TopicManagement.Partitions", "kafka.TopicManagement.ReplicationFactor"], Problems(spec).Select(p => p.Path).Order());
    }

    [Fact]
    public void Leader_acknowledgement_and_idempotence_exclude_each_other()
    {
        AssertProblem(new SinkSpec { Kafka = Kafka with { Acks = KafkaAcks.Leader, Idempotent = true } }, "kafka.Idempotent", "needs acks: All");
        AssertProblem(new SinkSpec { Kafka = Kafka with { Acks = KafkaAcks.Leader } }, "", null);
    }

    [Fact]
    public void At_most_one_way_of_authentication_which_fits_the_kind()
    {
        var basic = new BasicAuthSpec { SecretRef = new UserSecretRef { Name = "s" } };
        var sasl = new SaslAuthSpec { SecretRef = new UserSecretRef { Name = "s" } };
        AssertProblem(new SinkSpec { Kafka = Kafka, Auth = new AuthSpec { Basic = basic, Sasl = sasl } }, "Auth", "expected at most one way, found basic and sasl");
        AssertProblem(new SinkSpec { Kafka = Kafka, Auth = new AuthSpec { Basic = basic } }, "auth.basic", "does not apply to kafka (sasl does)");
        AssertProblem(new SinkSpec { Http = new HttpSinkSpec { Url = "http://x" }, Auth = new AuthSpec { Sasl = sasl } }, "auth.sasl", "does not apply to http (basic or bearer do)");
        AssertProblem(new SinkSpec { Blackhole = new BlackholeSinkSpec(), Auth = new AuthSpec { Basic = basic } }, "auth", "does not apply to blackhole");
        AssertProblem(new SinkSpec { Kafka = Kafka, Auth = new AuthSpec { Sasl = sasl } }, "", null);
        AssertProblem(
            new SinkSpec { Kafka = Kafka, Auth = new AuthSpec { Sasl = sasl with { SecretRef = new UserSecretRef { Name = "No" } } } },
            "Auth.Sasl.SecretRef.Name", "must be a name of lower case letters, digits, - and . (was \"No\")");
    }

    [Fact]
    public void TLS_fits_the_address()
    {
        AssertProblem(new SinkSpec { Http = new HttpSinkSpec { Url = "https://x" }, Tls = new TlsSpec { Mode = TlsMode.Disabled } }, "tls.mode", "cannot be Disabled with an https address");
        AssertProblem(new SinkSpec { Http = new HttpSinkSpec { Url = "http://x" }, Tls = new TlsSpec { ServerName = "y" } }, "tls", "needs an https address");
        AssertProblem(new SinkSpec { Kafka = Kafka, Tls = new TlsSpec { ServerName = "y" } }, "tls.serverName", "does not apply to kafka: brokers are checked by the names that they announce");
        AssertProblem(
            new SinkSpec { Kafka = Kafka, Tls = new TlsSpec { Mode = TlsMode.Disabled, CaRef = new SecretKeyRef { Name = "ca" } } },
            "Tls", "must not name certificates or a server with mode Disabled");
    }

    [Fact]
    public void Topics_are_deleted_only_by_who_creates_them()
    {
        SinkSpec Managed(TopicPolicy? policy) => new() { Kafka = Kafka with { TopicManagement = new KafkaTopicManagementSpec { Policy = policy, DeletionPolicy = TopicDeletion.Delete } } };

        AssertProblem(Managed(TopicPolicy.Observe), "kafka.TopicManagement.DeletionPolicy", "needs policy: Create or Manage");
        AssertProblem(Managed(null), "kafka.TopicManagement.DeletionPolicy", "needs policy: Create or Manage");
        AssertProblem(Managed(TopicPolicy.Create), "", null);
    }

    [Fact]
    public void Shared_members_are_bounded()
    {
        var spec = new SinkSpec
        {
            Blackhole = new BlackholeSinkSpec(),
            Batch = new BatchSpec { MaxBytes = new ByteSize(1), MaxRecords = 0, MaxDelay = new Duration(TimeSpan.FromHours(1)), Concurrency = 1000 },
            Retry = new RetrySpec { Initial = new Duration(TimeSpan.FromSeconds(5)), Max = new Duration(TimeSpan.FromSeconds(1)) },
            AllowedNamespaces = new AllowedNamespacesSpec { From = AllowedFrom.All, Names = ["a"] },
        };
        Assert.Equal(
            ["Batch.MaxBytes", "Batch.MaxRecords", "Batch.MaxDelay", "Batch.Concurrency", "Retry.Max", "AllowedNamespaces.Names"],
            Problems(spec).Select(p => p.Path));
    }

    private static List<(string Path, string Message)> Problems(SinkSpec spec) =>
        [.. SinkSpecRules.Instance.Validate(spec).Errors.Select(e => (e.PropertyName, e.ErrorMessage))];

    private static void AssertProblem(SinkSpec spec, string path, string? message)
    {
        var problems = Problems(spec);
        Assert.Equal(message is null ? [] : [(path, message)], problems);
    }
}
