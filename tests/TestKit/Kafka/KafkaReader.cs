using System.Text;
using Confluent.Kafka;

namespace LogOperator.TestKit.Kafka;

/// <summary>Reads topics from their beginning, without a consumer group.</summary>
public static class KafkaReader
{
    /// <summary>
    /// Reads until <paramref name="enough"/> says so of what was read so far, or the time is over; returns what was read in either case,
    /// so that the test's own assertion says what is missing. Waits for a topic that does not exist yet.
    /// </summary>
    public static Task<IReadOnlyList<KafkaRecord>> ReadAsync(
        string bootstrapServers, string topic, Func<IReadOnlyList<KafkaRecord>, bool> enough, TimeSpan timeout) =>
        Task.Run<IReadOnlyList<KafkaRecord>>(() => Read(bootstrapServers, topic, enough, timeout));

    /// <summary>Reads what is in the topic now.</summary>
    public static Task<IReadOnlyList<KafkaRecord>> ReadAllAsync(string bootstrapServers, string topic) =>
        Task.Run(() =>
        {
            using var consumer = Consumer(bootstrapServers);
            var ends = Partitions(consumer, bootstrapServers, topic)
                .ToDictionary(partition => partition, partition => consumer.QueryWatermarkOffsets(partition, CallTimeout).High.Value);
            var records = new List<KafkaRecord>();
            var left = ends.Count(end => end.Value > 0);
            consumer.Assign(ends.Keys.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            var clock = TimeProvider.System;
            var started = clock.GetTimestamp();
            while (left > 0)
            {
                // An end-of-partition event counts a partition that ends in a transaction marker or a compacted gap.
                var result = consumer.Consume(PollTimeout);
                if (result is null)
                {
                    if (clock.GetElapsedTime(started) > CallTimeout)
                    {
                        throw new TimeoutException($"expected the end of all partitions of {topic} within {CallTimeout}, found {records.Count} records");
                    }

                    continue;
                }

                started = clock.GetTimestamp();
                if (result.IsPartitionEOF)
                {
                    left -= ends[result.TopicPartition] > 0 ? 1 : 0;
                }
                else
                {
                    records.Add(Convert(result));
                }
            }

            return (IReadOnlyList<KafkaRecord>)records;
        });

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    private static List<KafkaRecord> Read(string bootstrapServers, string topic, Func<IReadOnlyList<KafkaRecord>, bool> enough, TimeSpan timeout)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var records = new List<KafkaRecord>();
        using var consumer = Consumer(bootstrapServers);
        var assigned = 0;
        while (!enough(records) && clock.GetElapsedTime(started) < timeout)
        {
            if (assigned == 0)
            {
                var partitions = Partitions(consumer, bootstrapServers, topic);
                assigned = partitions.Count;
                consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            }

            if (consumer.Consume(PollTimeout) is { IsPartitionEOF: false } result)
            {
                records.Add(Convert(result));
            }
        }

        return records;
    }

    private static IConsumer<byte[]?, byte[]?> Consumer(string bootstrapServers) =>
        new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "test-kit",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            AllowAutoCreateTopics = false,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    private static List<TopicPartition> Partitions(IConsumer<byte[]?, byte[]?> consumer, string bootstrapServers, string topic)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var metadata = admin.GetMetadata(topic, CallTimeout).Topics.SingleOrDefault(each => each.Topic == topic)
            ?? throw new InvalidOperationException($"expected metadata of {topic} from {bootstrapServers}, found none");
        return [.. metadata.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];
    }

    private static KafkaRecord Convert(ConsumeResult<byte[]?, byte[]?> result) => new(
        result.Topic,
        result.Partition.Value,
        result.Offset.Value,
        Text(result.Message.Key),
        Text(result.Message.Value),
        new DateTimeOffset(result.Message.Timestamp.UtcDateTime),
        result.Message.Headers.GroupBy(header => header.Key).ToDictionary(group => group.Key, group => Text(group.Last().GetValueBytes()) ?? ""));

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
