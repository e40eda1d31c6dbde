using Confluent.Kafka;

namespace LogOperator.Benchmarks.Stores;

/// <summary>A topic of one partition that one run writes to.</summary>
internal sealed class KafkaTopic(string servers, string name, IConsumer<Ignore, Ignore> consumer)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Where the broker is.</summary>
    public string Servers => servers;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Both.</summary>
    public (string Servers, string Name) Address => (servers, name);

    /// <summary>How many messages are in it, as the broker says.</summary>
    public long Count() => consumer.QueryWatermarkOffsets(new TopicPartition(name, 0), Timeout).High.Value;

    /// <summary>Waits until so many messages are in it.</summary>
    public async Task HasAsync(long messages, CancellationToken stop)
    {
        while (Count() < messages)
        {
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }
}
