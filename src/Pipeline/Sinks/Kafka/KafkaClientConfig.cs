using System.Globalization;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// Settings of librdkafka clients (its CONFIGURATION.md), secret values included: never to be written anywhere. Compared by content, so
/// that a sink sees when a Secret has changed.
/// </summary>
internal sealed class KafkaClientConfig : IEquatable<KafkaClientConfig>
{
    /// <summary>The largest message that a producer takes; whether it is too large is the broker's to say.</summary>
    public const int LargestMessageBytes = 16 * 1024 * 1024;

    /// <summary>What librdkafka and the producer keep of a message beside its bytes is a few hundred bytes: so many are counted for the smallest.</summary>
    private const int CountedBytes = 512;

    /// <summary>
    /// Bytes in a batch at most, one record excepted. Brokers take twice as much unless they are told otherwise; smaller batches leave
    /// sooner, and larger ones were no faster.
    /// </summary>
    public const int DefaultBatchBytes = 512_000;

    /// <summary>Batches are not made smaller than this.</summary>
    public const int SmallestBatchBytes = 512;

    private readonly Dictionary<string, string> settings;

    private KafkaClientConfig(Dictionary<string, string> settings) => this.settings = settings;

    /// <summary>Bytes in a producer's batch at most, one record excepted.</summary>
    public int BatchBytes => int.Parse(settings["batch.size"], CultureInfo.InvariantCulture);

    /// <summary>How long a message waits for others at most, where they do not fill a batch.</summary>
    public TimeSpan Linger => TimeSpan.FromMilliseconds(int.Parse(settings["linger.ms"], CultureInfo.InvariantCulture));

    /// <summary>Bytes in a producer's queue at most.</summary>
    public long QueueBytes => long.Parse(settings["queue.buffering.max.kbytes"], CultureInfo.InvariantCulture) * 1024;

    /// <summary>Messages in a producer's queue at most.</summary>
    public int QueueMessages => int.Parse(settings["queue.buffering.max.messages"], CultureInfo.InvariantCulture);

    /// <summary>Settings of every client: where the brokers are, and who we are.</summary>
    /// <param name="spec">The store's kind.</param>
    /// <param name="shared">The store's shared members.</param>
    /// <param name="secrets">Looks up secret values.</param>
    /// <param name="missing">Set where a secret value is missing.</param>
    public static KafkaClientConfig Read(KafkaSinkSpec spec, SinkSpec shared, StoreSecrets secrets, ref string? missing)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = string.Join(',', spec.BootstrapServers),
            ["client.id"] = "log-operator",
            ["security.protocol"] = (UsesTls(shared.Tls), shared.Auth?.Sasl) switch
            {
                (true, null) => "ssl",
                (true, _) => "sasl_ssl",
                (false, null) => "plaintext",
                (false, _) => "sasl_plaintext",
            },
            ["socket.keepalive.enable"] = "true",
            ["socket.connection.setup.timeout.ms"] = "10000",
            ["reconnect.backoff.max.ms"] = "2000",
            ["allow.auto.create.topics"] = "false",
            ["log.connection.close"] = "false",
        };
        if (shared.Auth?.Sasl is { } sasl)
        {
            (settings["sasl.username"], settings["sasl.password"]) = secrets.ReadUser(sasl.SecretRef, ref missing);
            settings["sasl.mechanism"] = (sasl.Mechanism ?? SaslMechanismName.ScramSha512) switch
            {
                SaslMechanismName.Plain => "PLAIN",
                SaslMechanismName.ScramSha256 => "SCRAM-SHA-256",
                _ => "SCRAM-SHA-512",
            };
        }

        if (UsesTls(shared.Tls))
        {
            var material = TlsMaterial.Read(shared.Tls, secrets, ref missing);
            AddIfGiven(settings, "ssl.ca.pem", material.Authority);
            AddIfGiven(settings, "ssl.certificate.pem", material.Certificate);
            AddIfGiven(settings, "ssl.key.pem", material.Key);
        }

        return new KafkaClientConfig(settings);
    }

    /// <summary>The same with what a producer needs (docs/adr/0008-kafka-producer.md gives the reasons).</summary>
    /// <param name="spec">The store's kind.</param>
    /// <param name="batchBytes">Bytes in a batch at most, one record excepted.</param>
    /// <param name="queueBytes">Bytes in the queue at most; where it would not hold the largest message, it is as large as that.</param>
    public KafkaClientConfig ForProducer(KafkaSinkSpec spec, int batchBytes, long queueBytes)
    {
        var acks = spec.Acks ?? KafkaAcks.All;
        var queue = Math.Max(queueBytes, LargestMessageBytes);
        return new KafkaClientConfig(new(settings, StringComparer.Ordinal)
        {
            ["acks"] = acks == KafkaAcks.All ? "all" : "1",
            ["enable.idempotence"] = (spec.Idempotent ?? acks == KafkaAcks.All) ? "true" : "false",
            ["message.timeout.ms"] = "0",
            ["linger.ms"] = "100",
            ["compression.codec"] = (spec.Compression ?? KafkaCompression.Zstd).ToString().ToLowerInvariant(),
            ["partitioner"] = "murmur2_random",
            ["message.max.bytes"] = LargestMessageBytes.ToString(CultureInfo.InvariantCulture),
            ["batch.size"] = batchBytes.ToString(CultureInfo.InvariantCulture),
            ["queue.buffering.max.kbytes"] = (queue / 1024).ToString(CultureInfo.InvariantCulture),
            ["queue.buffering.max.messages"] = (queue / CountedBytes).ToString(CultureInfo.InvariantCulture),
            ["topic.metadata.propagation.max.ms"] = "5000",
        });
    }

    /// <summary>All settings, for a client's builder.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings => settings;

    /// <inheritdoc/>
    public bool Equals(KafkaClientConfig? other) =>
        other is not null && settings.Count == other.settings.Count && settings.All(s => other.settings.TryGetValue(s.Key, out var value) && value == s.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KafkaClientConfig);

    /// <inheritdoc/>
    public override int GetHashCode() => settings.Count;

    private static bool UsesTls(TlsSpec? tls) => tls is not null && tls.Mode != TlsMode.Disabled;

    private static void AddIfGiven(Dictionary<string, string> settings, string name, string value)
    {
        if (value.Length > 0)
        {
            settings[name] = value;
        }
    }
}
