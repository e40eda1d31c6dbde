using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Topics;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

[Collection("Kafka")]
[Trait("Category", "Integration")]
public sealed class KafkaSecurityTests(SecureKafka kafka) : IClassFixture<SecureKafka>
{
    [Fact]
    public async Task Records_arrive_with_SCRAM_over_TLS()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.OpenServers);
        await using var sink = SinkTest.Build(kafka.Store(topic), kafka.Secrets());
        var result = await SinkTest.SendAsync(sink, "secret words");
        Assert.Equal((SendOutcome.Delivered, null), (result.Outcome, result.Detail));
        Assert.Single(await KafkaReader.ReadAllAsync(kafka.OpenServers, topic));
    }

    [Fact]
    public async Task A_wrong_password_is_a_matter_of_configuration_and_the_right_one_is_taken_without_a_restart()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.OpenServers);
        var secrets = kafka.Secrets(password: "hunter2");
        await using var sink = SinkTest.Build(kafka.Store(topic), secrets);
        var result = await SinkTest.SendAsync(sink, "a");
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("Authentication failed", result.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Detail, StringComparison.Ordinal);

        secrets["kafka", "password"] = SecureKafka.Password;
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "a")).Outcome);
    }

    [Fact]
    public async Task A_broker_whose_certificate_is_not_trusted_is_not_talked_to()
    {
        using var stranger = new TestCertificates("stranger");
        var secrets = kafka.Secrets();
        secrets["ca", "ca.crt"] = stranger.AuthorityPem;
        await using var sink = SinkTest.Build(kafka.Store("any"), secrets);
        var result = await SinkTest.SendAsync(sink, "a");
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("certificate", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_is_a_matter_of_configuration()
    {
        var topic = await KafkaTest.CreateTopicAsync(kafka.OpenServers);
        var spec = kafka.Store(topic);
        await using var sink = SinkTest.Build(spec with { Kafka = spec.Kafka! with { Idempotent = false } }, kafka.Secrets("guest"));
        var result = await SinkTest.SendAsync(sink, "a");
        Assert.Equal((SendOutcome.Misconfigured, $"not allowed to write to topic {topic}"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task A_missing_secret_is_named()
    {
        await using var sink = SinkTest.Build(kafka.Store("any"), new MemoryCredentials { ["kafka", "username"] = "writer" });
        var result = await SinkTest.SendAsync(sink, "a");
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Equal("secret shop/kafka has no value for key password, or is not there", result.Detail);
    }

    [Fact]
    public async Task A_key_that_is_no_key_is_a_matter_of_configuration()
    {
        var secrets = kafka.Secrets();
        secrets["ca", "ca.crt"] = "no certificate";
        await using var sink = SinkTest.Build(kafka.Store("any"), secrets);
        var result = await SinkTest.SendAsync(sink, "a");
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.StartsWith("librdkafka refuses the settings: ", result.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(SecureKafka.Password, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_are_denied_to_a_user_without_rights_and_unknown_to_a_stranger()
    {
        await using (var guest = Open(kafka.Secrets("guest")))
        {
            var failure = await guest.CreateAsync("mine", new KafkaTopicManagementSpec { Partitions = 1 }, CancellationToken.None);
            Assert.Equal(TopicFailureReason.Denied, failure?.Reason);
        }

        await using var stranger = Open(kafka.Secrets(password: "hunter2"));
        var answer = await stranger.ClusterIdAsync(CancellationToken.None);
        Assert.Equal(TopicFailureReason.AuthFailed, answer.Failure?.Reason);
        Assert.DoesNotContain("hunter2", answer.Failure!.Message, StringComparison.Ordinal);
    }

    private KafkaTopicAdmin Open(MemoryCredentials secrets) =>
        KafkaTopicAdmin.Open(SinkTest.Store(kafka.Store("any")), secrets, NullLogger.Instance, TimeProvider.System).Value!;
}
