using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.TestKit.Kafka;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

/// <summary>A broker that demands SASL/SCRAM over TLS and knows two users: <c>writer</c>, who may do everything, and <c>guest</c>, who may do nothing.</summary>
public sealed class SecureKafka : IAsyncLifetime
{
    public const string Password = "correct horse";
    private KafkaServer? server;

    public TestCertificates Authority { get; } = new();

    /// <summary>Where SASL over TLS is demanded.</summary>
    public string Servers => server!.ProxiedBootstrapServers;

    /// <summary>Where nothing is demanded.</summary>
    public string OpenServers => server!.BootstrapServers;

    public async ValueTask InitializeAsync()
    {
        var (certificate, key) = Authority.Server("broker", "broker.test", "127.0.0.1");
        server = await KafkaFixture.StartOwnAsync(properties: new Dictionary<string, string>
        {
            ["listener.security.protocol.map"] = "CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,PROXIED:SASL_SSL",
            ["sasl.enabled.mechanisms"] = "SCRAM-SHA-512",
            ["listener.name.proxied.scram-sha-512.sasl.jaas.config"] = "org.apache.kafka.common.security.scram.ScramLoginModule required;",
            ["ssl.keystore.type"] = "PEM",
            ["ssl.keystore.certificate.chain"] = certificate.ReplaceLineEndings("\\n"),
            ["ssl.keystore.key"] = key.ReplaceLineEndings("\\n"),
            ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            ["super.users"] = "User:ANONYMOUS;User:writer",
        });
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = OpenServers }).Build();
        await admin.AlterUserScramCredentialsAsync([.. new[] { "writer", "guest" }.Select(user => new UserScramCredentialUpsertion
        {
            User = user,
            Password = SinkTest.Utf8(Password),
            ScramCredentialInfo = new ScramCredentialInfo { Mechanism = ScramMechanism.ScramSha512, Iterations = 4096 },
        })]);
    }

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        Authority.Dispose();
    }

    internal MemoryCredentials Secrets(string user = "writer", string password = Password) => new()
    {
        ["kafka", "username"] = user,
        ["kafka", "password"] = password,
        ["ca", "ca.crt"] = Authority.AuthorityPem,
    };

    internal SinkSpec Store(string topic) => KafkaTest.Store(
        Servers,
        topic,
        new AuthSpec { Sasl = new SaslAuthSpec { SecretRef = new UserSecretRef { Name = "kafka" } } },
        new TlsSpec { CaRef = new SecretKeyRef { Name = "ca" } });
}
