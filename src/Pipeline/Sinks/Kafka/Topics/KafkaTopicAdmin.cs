using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LogOperator.Pipeline.Configuration;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>
/// Looks after topics of one Kafka store. Every call ends within about <see cref="Timeout"/> and tells failures as values. Made for one
/// round of work, so that it always uses the secrets of the day.
/// </summary>
public sealed class KafkaTopicAdmin : IAsyncDisposable
{
    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly IAdminClient client;
    private readonly string servers;
    private volatile Error? trouble;

    private KafkaTopicAdmin(KafkaClientConfig config, string servers, KafkaClientLog log)
    {
        this.servers = servers;
        client = new AdminClientBuilder(config.Settings)
            .SetErrorHandler((_, error) => Notice(error))
            .SetLogHandler((_, message) => log.Write(message))
            .Build();
    }

    /// <summary>Prepares to talk to a store's brokers; talks to nobody yet.</summary>
    /// <param name="store">A store of kind kafka.</param>
    /// <param name="credentials">Its secret values.</param>
    /// <param name="logger">For what the client library tells.</param>
    /// <param name="time">The clock.</param>
    public static TopicAnswer<KafkaTopicAdmin> Open(StoreConfig store, ICredentials credentials, ILogger logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        var spec = store.Spec.Kafka ?? throw new ArgumentException($"expected a kafka store, found {store.Key}", nameof(store));
        string? missing = null;
        var secrets = new StoreSecrets(new SinkContext(store, credentials, null, Stream.Null, time, logger));
        var config = KafkaClientConfig.Read(spec, store.Spec, secrets, ref missing);
        if ((KafkaLibrary.BindingProblem ?? missing) is { } problem)
        {
            return new(null, new(TopicFailureReason.NotConfigured, problem));
        }

        try
        {
            return new(new KafkaTopicAdmin(config, spec.BootstrapServers[0], new KafkaClientLog(logger, time)), null);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            return new(null, new(TopicFailureReason.NotConfigured, $"librdkafka refuses the settings: {e.Message}"));
        }
    }

    /// <summary>Identity of the Kafka cluster.</summary>
    public Task<TopicAnswer<string>> ClusterIdAsync(CancellationToken cancellation) => AskAsync("look at the cluster", async () =>
        (await client.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Timeout }).ConfigureAwait(false)).ClusterId, cancellation);

    /// <summary>A topic as the broker has it; one that does not exist is an answer, not a failure.</summary>
    public async Task<TopicAnswer<TopicState>> DescribeAsync(string topic, CancellationToken cancellation)
    {
        var answer = await AskAsync($"look at topic {topic}", () => DescribeAsync(topic), cancellation).ConfigureAwait(false);
        return answer.Failure?.Reason == TopicFailureReason.NotFound ? new(TopicState.Missing, null) : answer;
    }

    /// <summary>Creates a topic as declared; what is not declared is the broker's default.</summary>
    /// <returns>Null, or why it was not created.</returns>
    public Task<TopicFailure?> CreateAsync(string topic, KafkaTopicManagementSpec wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = wanted.Partitions ?? -1,
            ReplicationFactor = (short)(wanted.ReplicationFactor ?? -1),
            Configs = wanted.Config?.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
        };
        return DoAsync(
            $"create topic {topic}",
            () => client.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }),
            cancellation);
    }

    /// <summary>Adds partitions to a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partitions">How many it shall have.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null, or why they were not added.</returns>
    public Task<TopicFailure?> IncreasePartitionsAsync(string topic, int partitions, CancellationToken cancellation) => DoAsync(
        $"grow topic {topic} to {partitions} partitions",
        () => client.CreatePartitionsAsync(
            [new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }],
            new CreatePartitionsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }),
        cancellation);

    /// <summary>Changes settings of a topic; those not named stay as they are.</summary>
    /// <returns>Null, or why they were not changed.</returns>
    public Task<TopicFailure?> AlterConfigsAsync(string topic, IReadOnlyDictionary<string, string> config, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(config);
        var entries = config.Select(s => new ConfigEntry { Name = s.Key, Value = s.Value, IncrementalOperation = AlterConfigOpType.Set }).ToList();
        return DoAsync(
            $"change settings of topic {topic}",
            () => client.IncrementalAlterConfigsAsync(new() { [Resource(topic)] = entries }, new IncrementalAlterConfigsOptions { RequestTimeout = Timeout }),
            cancellation);
    }

    /// <summary>Deletes a topic with all that is in it.</summary>
    /// <returns>Null, or why it was not deleted.</returns>
    public Task<TopicFailure?> DeleteAsync(string topic, CancellationToken cancellation) => DoAsync(
        $"delete topic {topic}",
        () => client.DeleteTopicsAsync([topic], new DeleteTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }),
        cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(Task.Run(client.Dispose));

    private static ConfigResource Resource(string topic) => new() { Type = ResourceType.Topic, Name = topic };

    private async Task<TopicState> DescribeAsync(string topic)
    {
        var described = await client.DescribeTopicsAsync(
            TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = Timeout }).ConfigureAwait(false);
        var description = described.TopicDescriptions[0];
        var configs = await client.DescribeConfigsAsync([Resource(topic)], new DescribeConfigsOptions { RequestTimeout = Timeout }).ConfigureAwait(false);
        return new TopicState(
            true,
            description.TopicId?.ToString(),
            description.Partitions.Count,
            description.Partitions.Min(p => p.Replicas.Count),
            configs[0].Entries.Values.Where(e => e is { IsSensitive: false, Value: not null }).ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal));
    }

    private async Task<TopicFailure?> DoAsync(string what, Func<Task> action, CancellationToken cancellation) => (await AskAsync(
        what,
        async () =>
        {
            await action().ConfigureAwait(false);
            return what;
        },
        cancellation).ConfigureAwait(false)).Failure;

    private async Task<TopicAnswer<T>> AskAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return new(await call().WaitAsync(cancellation).ConfigureAwait(false), null);
        }
        catch (KafkaException e)
        {
            return new(null, TopicFailures.Explain(what, TopicFailures.ErrorOf(e), trouble, servers));
        }
    }

    private void Notice(Error error)
    {
        if (trouble is null || error.Code != ErrorCode.Local_AllBrokersDown)
        {
            trouble = error;
        }
    }
}
